import type { Facts } from '../core/domain/app-error.ts';
import type { Logger } from '../ports/logger.ts';

/** The same logger with some facts in every line, such as the run's id. */
export function withFacts(log: Logger, common: Facts): Logger {
  return {
    debug: (message, facts) => {
      log.debug(message, { ...common, ...facts });
    },
    info: (message, facts) => {
      log.info(message, { ...common, ...facts });
    },
    warn: (message, facts) => {
      log.warn(message, { ...common, ...facts });
    },
    error: (message, facts) => {
      log.error(message, { ...common, ...facts });
    },
  };
}
