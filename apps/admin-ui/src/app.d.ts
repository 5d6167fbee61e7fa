declare global {
  namespace App {
    interface PageState {
      /** Cursors of the pages before this one, newest first; the first page is the empty string. */
      cursors?: string[];
      /** What the first page of the list counted; the pages after it are not told. */
      total?: { count: number; atLeast: boolean };
    }
  }
}

export {};
