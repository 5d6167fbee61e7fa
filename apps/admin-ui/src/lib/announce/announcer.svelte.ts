/** What a screen reader is told about changes that are otherwise only seen. One live region shows it. */
export class Announcer {
  message = $state("");

  say(message: string): void {
    // The same text twice is no change to a live region; a no-break space makes it one.
    this.message = this.message === message ? `${message}\u00a0` : message;
  }
}
