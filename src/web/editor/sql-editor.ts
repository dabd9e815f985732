/** The SQL editor, loaded when it is needed: highlighting, and completion of what was revealed. */

import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
  ifNotIn,
} from '@codemirror/autocomplete'
import type { CompletionContext, CompletionSource } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { SQLite, sql as sqlLanguage } from '@codemirror/lang-sql'
import { HighlightStyle, bracketMatching, syntaxHighlighting } from '@codemirror/language'
import { Compartment, EditorState, Prec } from '@codemirror/state'
import type { Extension } from '@codemirror/state'
import { EditorView, keymap, placeholder } from '@codemirror/view'
import { tags } from '@lezer/highlight'

import type { RevealedTable } from '../../client/schema-info.ts'
import { columnOptions } from './column-options.ts'

export type SqlEditorOptions = {
  readonly sql: string
  /** Where writing goes on: characters from the beginning. */
  readonly caret: number
  readonly tables: readonly RevealedTable[]
  readonly onChange: (sql: string) => void
  readonly onRun: () => void
}

export type SqlEditor = {
  setTables(tables: readonly RevealedTable[]): void
  focus(): void
  destroy(): void
}

/** Colours come from the page, so that they follow its theme. */
const HIGHLIGHTING = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: 'var(--sql-keyword)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--sql-text)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--sql-number)' },
  { tag: [tags.comment, tags.lineComment, tags.blockComment], color: 'var(--muted)' },
  { tag: [tags.typeName, tags.standard(tags.name)], color: 'var(--sql-name)' },
])

const LOOK = EditorView.theme({
  '&': { color: 'var(--text)', backgroundColor: 'transparent', fontSize: 'inherit' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.5', minHeight: '6.5rem' },
  '.cm-content': { padding: '0.5rem 0', caretColor: 'var(--text)' },
  '.cm-line': { padding: '0 0.6rem' },
  '.cm-placeholder': { color: 'var(--muted)' },
  '.cm-matchingBracket': { backgroundColor: 'var(--chosen)', outline: '1px solid var(--line)' },
  '.cm-tooltip': {
    color: 'var(--text)',
    backgroundColor: 'var(--surface)',
    border: '1px solid var(--line)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', fontSize: '0.9em' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    color: 'var(--on-accent)',
    backgroundColor: 'var(--accent)',
  },
})

/**
 * @param host - an empty element; the editor lives in its shadow, where a policy that forbids styles
 *   inside the page lets it have its own
 */
export function mountSqlEditor(host: HTMLElement, options: SqlEditorOptions): SqlEditor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  const language = new Compartment()
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: options.sql,
      selection: { anchor: Math.min(options.caret, options.sql.length) },
      extensions: [
        Prec.highest(
          keymap.of([
            {
              key: 'Mod-Enter',
              run: (editor) => {
                closeCompletion(editor)
                options.onRun()
                return true
              },
            },
          ]),
        ),
        history(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ icons: false }),
        keymap.of([
          { key: 'Tab', run: acceptCompletion },
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...historyKeymap,
          ...defaultKeymap,
        ]),
        language.of(languageOf(options.tables)),
        syntaxHighlighting(HIGHLIGHTING),
        LOOK,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          'aria-label': 'SQL query',
          autocapitalize: 'off',
          spellcheck: 'false',
        }),
        placeholder('SELECT …'),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) options.onChange(update.state.doc.toString())
        }),
      ],
    }),
  })
  // Whoever gives the focus to the host means the text: the first that could take it is the box around.
  host.focus = () => view.focus()
  return {
    setTables: (tables) => view.dispatch({ effects: language.reconfigure(languageOf(tables)) }),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  }
}

function languageOf(tables: readonly RevealedTable[]): Extension {
  const names = tables.map(({ name, columns }) => [name, columns.map((column) => column.name)])
  return [
    sqlLanguage({
      dialect: SQLite,
      schema: Object.fromEntries(names) as Record<string, string[]>,
      upperCaseKeywords: true,
      // Names of this database come first.
      keywordCompletion: (label, type) => ({ label, type, boost: -90 }),
    }),
    SQLite.language.data.of({ autocomplete: bareColumns(tables) }),
  ]
}

/** The language itself completes a column only behind its table's name. */
function bareColumns(tables: readonly RevealedTable[]): CompletionSource {
  const options = columnOptions(tables)
  // A list from the library would take names for what is written, and some hold blanks.
  return ifNotIn(['String', 'QuotedIdentifier', 'LineComment', 'BlockComment', '.'], (context) => {
    const word = context.matchBefore(/\w+/)
    if ((word === null && !context.explicit) || isTableNext(context)) return null
    return { from: word?.from ?? context.pos, options, validFor: /^\w*$/ }
  })
}

function isTableNext(context: CompletionContext): boolean {
  return context.matchBefore(/\b(?:from|join)\s+\w*/i) !== null
}
