/**
 * A page of one sentence and one button: its form is sent once, however often the button is pressed while the answer is
 * on its way. A browser takes the second press for another request, and shows what that one led to: a link that is spent.
 */
import "./styles/base.css";

let sent = false;
addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  sent = true;
});
// Back, some browsers show the page as it was left.
addEventListener("pageshow", () => {
  sent = false;
});
