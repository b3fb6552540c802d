// Loaded before a measured program: at its end, writes the most memory it ever used, in bytes, to the file named in
// PEAK_MEMORY_FILE. On Linux this is VmHWM: the kernel's ru_maxrss also counts what the starting process used.
import { readFileSync, writeFileSync } from 'node:fs';

process.on('exit', () => {
  const status = process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : '';
  const kilobytes = /^VmHWM:\s*(\d+) kB/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
  writeFileSync(process.env.PEAK_MEMORY_FILE, String(Number(kilobytes) * 1024));
});
