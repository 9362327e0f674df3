// A file dropped on the form is chosen as if by hand.
const drop = document.getElementById("drop");
const chosen = document.getElementById("file") as HTMLInputElement | null;
for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
  drop?.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", name === "dragenter" || name === "dragover");
  });
}
drop?.addEventListener("drop", (event) => {
  const files = event.dataTransfer?.files;
  if (chosen && files?.length) chosen.files = files;
});
export {};
