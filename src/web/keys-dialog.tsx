/** The list of keys. */

import type { RefObject } from 'preact'

const KEYS = [
  ['Ctrl + Enter, ⌘ + Enter', 'run the query that is being written; in the answer box, answer'],
  ['Alt + Q', 'to the query'],
  ['Alt + A', 'to the answer'],
  ['Alt + T', 'to the tables'],
  ['Alt + R', 'to the result'],
  ['Ctrl + Space', 'complete a name or a word of SQL'],
  ['Escape', 'close a list or this window'],
  ['?', 'this list, outside of text fields'],
] as const

export function KeysDialog({ dialog }: { dialog: RefObject<HTMLDialogElement | null> }) {
  return (
    <dialog ref={dialog} class="keys" aria-labelledby="keys-title">
      <h2 id="keys-title">Keys</h2>
      <dl>
        {KEYS.map(([keys, meaning]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <button type="button" onClick={() => dialog.current?.close()}>
        Close
      </button>
    </dialog>
  )
}
