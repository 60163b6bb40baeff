/** Hands a text to the browser as a file, as if it had been downloaded. */
export function saveAs(name: string, text: string, type = "text/markdown"): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
