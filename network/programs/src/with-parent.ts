/** Preloaded into every child of `npm start`: when the parent is gone, however it went, its end of our standard input closes, and so do we. */
process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM'));
process.stdin.resume();
if ('unref' in process.stdin) process.stdin.unref();
