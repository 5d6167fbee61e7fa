import type { Session, SignInRequest } from "#shared/api.ts";
import type { ApiClient } from "../api/client.ts";
import { ApiProblem } from "../api/api-problem.ts";

/** Who is signed in. `session` is null until the server has said. */
export class SessionController {
  session: Session | null = $state.raw(null);
  /** Why the session could not be asked for; cleared by the next answer. */
  problem: ApiProblem | null = $state.raw(null);

  readonly user = $derived(this.session?.user ?? null);
  readonly nodes = $derived(this.session?.nodes ?? []);

  readonly #api: ApiClient;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is drawn from it
  readonly #endListeners = new Set<() => void>();

  constructor(api: ApiClient) {
    this.#api = api;
    api.onSignedOut(() => this.end());
  }

  /** Called when the session ends without anybody asking for it. Returns the function that stops that. */
  onEnd(listener: () => void): () => void {
    this.#endListeners.add(listener);
    return () => this.#endListeners.delete(listener);
  }

  /** The server says that the session is over. */
  end(): void {
    this.session = null;
    for (const listener of this.#endListeners) listener();
  }

  /** Asks once who is signed in; later calls answer from memory. Never rejects, see `problem`. */
  async ensure(): Promise<Session | null> {
    if (this.session === null) await this.refresh();
    return this.session;
  }

  async refresh(): Promise<void> {
    try {
      this.session = await this.#api.getSession();
      this.problem = null;
    } catch (reason) {
      this.problem = ApiProblem.from(reason);
    }
  }

  /** Asks whether the session still holds, for a stream that was refused and cannot say why. */
  async verify(): Promise<void> {
    await this.refresh();
    if (this.problem === null && this.user === null) this.end();
  }

  /** Rejects with the problem, which the sign-in form shows. */
  async signIn(request: SignInRequest): Promise<void> {
    this.session = await this.#api.signIn(request);
    this.problem = null;
  }

  async signOut(): Promise<void> {
    await this.#api.signOut();
    this.session = null;
  }
}
