// Loaded into the worker before anything else: when the program that started it is killed, nobody would stop the worker.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.channel?.unref();
