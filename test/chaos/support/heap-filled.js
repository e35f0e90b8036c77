// Loaded beside the program: from a SIGUSR2 on it keeps more and more, as a report would that is made in memory, until
// there is no more to be had. Meanwhile the program works, and dies wherever it then is.
const PIECE = 200_000;
const kept = [];

process.on('SIGUSR2', () => setInterval(() => kept.push(Array.from({ length: PIECE }, Math.random)), 1));
