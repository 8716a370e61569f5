// Before the first drawing, so that nothing flashes: dark or light as this browser's owner chose, else as the system is.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen) document.documentElement.dataset.theme = chosen;
} catch {
  // Storage may be forbidden; then the system decides.
}
