/** Calls `onFile` for every picture that is chosen, dropped on the frame or pasted. */
export function listenForFiles(
  input: HTMLInputElement,
  frame: HTMLElement,
  onFile: (file: File) => void,
): void {
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    // So that the same file can be chosen again.
    input.value = '';
    if (file) onFile(file);
  });

  // Without this the browser leaves the page for a file that is dropped beside the frame.
  for (const type of ['dragover', 'drop'] as const)
    window.addEventListener(type, (event) => event.preventDefault());
  frame.addEventListener('dragover', () => frame.classList.add('over'));
  frame.addEventListener('dragleave', () => frame.classList.remove('over'));
  frame.addEventListener('drop', (event) => {
    frame.classList.remove('over');
    const file = event.dataTransfer?.files[0];
    if (file) onFile(file);
  });

  window.addEventListener('paste', (event) => {
    const file = event.clipboardData?.files[0];
    if (file) onFile(file);
  });
}
