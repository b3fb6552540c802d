/** A file to be placed. */
export interface SetupFile {
  /** Relative to the folder. */
  readonly path: string;
  readonly content: string;
  /** Nobody but its owner may read it. */
  readonly isSecret: boolean;
}

export interface SetupRequest {
  readonly folder: string;
  /** Folders to be there, relative to the folder. */
  readonly folders: readonly string[];
  /** In the order in which they are placed: the last one makes the folder complete. */
  readonly files: readonly SetupFile[];
  /** Replaces files that are there, keeping each beside it with `.old` at its end. */
  readonly isForced: boolean;
  /** Looks at the new files in a folder of their own before any of them is placed; what it throws stops it all. */
  readonly check: (staged: string) => void;
}

export interface SetupResult {
  /** Paths relative to the folder. */
  readonly written: readonly string[];
  /** Files that were there and stay as they were. */
  readonly kept: readonly string[];
}

/** Facts of this machine that go into the files which start statarb. */
export interface SetupFacts {
  /** What was started: Node, its options and the program's file. */
  readonly command: readonly string[];
  readonly user: string;
  readonly group: string;
  readonly hasFlock: boolean;
}

/** Sets up a folder to run in. */
export interface Setup {
  /** The config.yaml and .env.example that come with the program. @throws AppError `storage` when they do not */
  shipped(): { readonly configYaml: string; readonly dotEnv: string };
  facts(): SetupFacts;
  exists(path: string): boolean;
  /** A text that somebody keeps in a file. @throws AppError `storage` */
  readText(path: string): string;
  /**
   * Places files, each whole or not at all; a folder that is not there yet appears with all of them at once. None that is
   * there is changed unless forced.
   * @throws AppError `storage`, or what `check` throws: then no file is placed
   */
  place(request: SetupRequest): SetupResult;
}
