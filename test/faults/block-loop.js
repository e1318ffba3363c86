// Loaded into the line by `node --import`: at SIGWINCH its main thread stands still for two seconds, as a long computation would make it.
process.on('SIGWINCH', () => {
  process.stdout.write('{"blocked":true}\n');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_000);
  process.stdout.write('{"blocked":false}\n');
});
