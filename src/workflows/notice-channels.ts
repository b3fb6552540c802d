import type { TicketSink } from '../ports/ticket-sink.ts';

/** The channels that take notices. */
export const noticeChannels = (sinks: readonly TicketSink[]): readonly string[] =>
  sinks.filter((sink) => sink.tell !== undefined).map(({ channel }) => channel);
