// Which benchmark: `npm run bench` measures hops, `npm run bench -- voices` how long all clips take.
await import(process.argv[2] === 'voices' ? './voices.js' : './run.js');
