/** Sends a form of the sign-in pages as JSON and goes where the form says, or shows why not. */
for (const form of document.querySelectorAll('form[data-post]')) {
  const fault = form.querySelector('.fault');
  const button = form.querySelector('button');

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    button.disabled = true;
    fault.hidden = true;
    try {
      const answer = await fetch(form.dataset.post, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-csrf-token': form.dataset.csrf ?? '' },
        body: JSON.stringify(Object.fromEntries(new FormData(form))),
      });
      if (answer.ok) return location.assign(form.dataset.to);
      fault.textContent = (await answer.json()).detail;
    } catch {
      fault.textContent = 'The server did not answer. Try again.';
    }
    fault.hidden = false;
    button.disabled = false;
    return undefined;
  });
}
