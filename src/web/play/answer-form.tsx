/** The place to answer, with the formats that are read. */

type AnswerFormProps = {
  readonly answer: string
  readonly canAct: boolean
  readonly onChange: (answer: string) => void
  readonly onAnswer: (answer: string) => void
}

/** How gold of each kind is written; docs/verification.md has all that is read. */
const FORMATS = [
  ['a whole number', '42'],
  ['a decimal', '3.14'],
  ['a text', 'Blue Heron Boats'],
  ['a list', 'Ann, Bo'],
  ['a table', 'Ann | 30\nBo | 41'],
] as const

export function AnswerForm({ answer, canAct, onChange, onAnswer }: AnswerFormProps) {
  const canAnswer = canAct && answer.trim() !== ''
  const send = () => {
    if (canAnswer) onAnswer(answer)
  }
  return (
    <section class="panel answer" aria-labelledby="answer-title">
      <h2 id="answer-title">
        <label for="answer">Answer</label>
      </h2>
      <textarea
        id="answer"
        rows={Math.min(Math.max(answer.split('\n').length, 2), 8)}
        dir="auto"
        spellcheck={false}
        aria-describedby="answer-formats"
        value={answer}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
          event.preventDefault()
          send()
        }}
      />
      <dl id="answer-formats" class="formats">
        {FORMATS.map(([kind, example]) => (
          <div key={kind}>
            <dt>{kind}</dt>
            <dd>
              <code>{example}</code>
            </dd>
          </div>
        ))}
      </dl>
      <div class="row">
        <button type="button" class="primary" aria-disabled={!canAnswer} onClick={send}>
          Answer
        </button>
        <span class="hint">This ends the episode.</span>
      </div>
    </section>
  )
}
