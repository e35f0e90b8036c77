/** Waits for something to come true, looking often. @throws when it does not in time */
export async function until(holds: () => Promise<boolean> | boolean, milliseconds: number): Promise<void> {
  const deadline = performance.now() + milliseconds;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`Not within ${milliseconds} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
