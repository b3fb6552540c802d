import type { ReportFiles } from '../../ports/report-files.ts';
import { replaceFile } from '../atomic-file.ts';

/** Reports as files, each replaced whole or not at all. */
export const folderReports: ReportFiles = {
  write: (path, content) => {
    replaceFile(path, content);
  },
};
