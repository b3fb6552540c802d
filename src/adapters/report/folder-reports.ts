import { dirname } from 'node:path';
import type { ReportFiles } from '../../ports/report-files.ts';
import { removeLeftovers, replaceReport } from '../atomic-file.ts';

/** Reports as files, each replaced whole or not at all. What killed runs left half-written in the folder goes first. */
export const folderReports: ReportFiles = {
  write: (path, content) => {
    removeLeftovers(dirname(path));
    replaceReport(path, content);
  },
};
