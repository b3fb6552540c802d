/** Where statarb runs and what runs it: what the files that start it every hour are made of. All paths are absolute. */
export interface Installation {
  /** Folder of config.yaml, and of all that a run leaves behind. */
  readonly folder: string;
  /** Folder of the units themselves, told in their comments. */
  readonly units: string;
  /** Program and first arguments: Node and the program's file. */
  readonly command: readonly string[];
  readonly user: string;
  readonly group: string;
  readonly timeframe: string;
  /** How far local time, which cron goes by, is ahead of UTC. */
  readonly utcOffsetMinutes: number;
  /** Whether the machine has `flock`. */
  readonly hasFlock: boolean;
}

/** The command that does something on this installation: program, task and settings file. */
export const commandOf = ({ command, folder }: Installation, ...task: readonly string[]): readonly string[] => [
  ...command,
  ...task,
  '--config',
  `${folder}/config.yaml`,
];

/** Whether a path is one of these folders or lies in one. */
export const liesIn = (path: string, folders: readonly string[]): boolean =>
  folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
