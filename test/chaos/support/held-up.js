// Loaded beside the program: from one SIGUSR2 to the next it holds the event loop up, as a bad pattern or a huge text would.
const HELD_MS = 1_200;
let holding;

process.on('SIGUSR2', () => {
  if (holding === undefined) holding = setInterval(hold, 0);
  else holding = clearInterval(holding);
});

function hold() {
  const until = performance.now() + HELD_MS;
  while (performance.now() < until);
}
