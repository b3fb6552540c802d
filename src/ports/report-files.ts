/** Where reports go. */
export interface ReportFiles {
  /** Replaces a file whole or not at all; missing folders are made. @throws AppError `storage` */
  write(path: string, content: string | Uint8Array): void;
}
