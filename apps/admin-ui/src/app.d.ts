declare global {
  namespace App {
    interface PageState {
      /** Cursors of the pages before this one, newest first; the first page is the empty string. */
      cursors?: string[];
    }
  }
}

export {};
