// Which benchmark: `npm run bench` measures hops, `npm run bench -- voices` how long all clips take, `npm run bench -- desk` the desk.
const which = { voices: './voices.js', desk: './desk.js' };
await import(which[process.argv[2]] ?? './run.js');
