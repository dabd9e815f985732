/** Learn: what this environment is, and how to use it from elsewhere. */

import type { WireChoices } from '../../protocol/choices.ts'
import { NOVELTY_PER_EPISODE, PROGRESS_SCALE } from '../../reward/profiles.ts'
import { serverUrl } from '../server.ts'
import { countQuestions } from '../play/start-choice.ts'
import { actionFacts, curlExample, mcpExample, pythonExample } from './examples.ts'

export function LearnView({ choices }: { choices: WireChoices }) {
  return (
    <article class="prose learn">
      <h1>What this is</h1>
      <p>
        SQLEnv is an environment for training and testing language models, made for{' '}
        <a href="https://github.com/huggingface/OpenEnv">OpenEnv</a>. In each episode the model gets
        a question and the names of the tables of a database that it cannot see. It has{' '}
        {choices.step_budget} steps to find out what it needs, and one answer. What people play on
        this page is the same episode, over the same socket.
      </p>
      <Actions choices={choices} />
      <Rewards choices={choices} />
      <Connect choices={choices} />
      <Data choices={choices} />
      <p class="links">
        <a href="../docs">HTTP API</a>
        <a href="../metadata">metadata</a>
        <a href="../schema">JSON Schemas</a>
        <a href="../openapi.json">OpenAPI</a>
        <span>
          version {choices.version}, SQLite {choices.sqlite_version}
        </span>
      </p>
    </article>
  )
}

function Actions({ choices }: { choices: WireChoices }) {
  return (
    <section>
      <h2>Four actions</h2>
      <div class="table-box" tabIndex={0} role="region" aria-label="Actions">
        <table>
          <thead>
            <tr>
              <th scope="col">Action</th>
              <th scope="col">Argument</th>
              <th scope="col">What it does</th>
            </tr>
          </thead>
          <tbody>
            {actionFacts(choices).map(({ action, argument, does }) => (
              <tr key={action}>
                <th scope="row">
                  <code>{action}</code>
                </th>
                <td>{argument}</td>
                <td>{does}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p>
        A step that fails says why, and costs a step. When the budget is used up without an answer,
        the episode is over.
      </p>
    </section>
  )
}

function Rewards({ choices }: { choices: WireChoices }) {
  return (
    <section>
      <h2>What a step earns</h2>
      <p>
        The reward of a step is the sum of its terms. Exploring pays a little and a right answer
        pays 1; whoever only explores earns {(NOVELTY_PER_EPISODE + PROGRESS_SCALE).toFixed(2)} at
        most. Nearness to the answer is measured on hidden data too, by which guessing with
        constants gains nothing.
      </p>
      <div class="table-box" tabIndex={0} role="region" aria-label="Reward terms">
        <table>
          <thead>
            <tr>
              <th scope="col">Term</th>
              <th scope="col">Value</th>
              <th scope="col">When</th>
            </tr>
          </thead>
          <tbody>
            {choices.reward_terms.map(({ term, value, when }) => (
              <tr key={term}>
                <th scope="row">
                  <i class={`swatch ${term}`} aria-hidden="true" />
                  <code>{term}</code>
                </th>
                <td class="nowrap">{value}</td>
                <td>{when}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Connect({ choices }: { choices: WireChoices }) {
  const url = serverUrl()
  const isProduction = choices.mode === 'production'
  return (
    <section>
      <h2>Connect</h2>
      <p>
        The address of this server is <code>{url}</code>.
      </p>
      {!isProduction && (
        <>
          <h3>Python</h3>
          <p>
            With our typed client, <code>pip install ./clients/python</code> in a checkout. The
            clients of the package <code>openenv</code> work as well.
          </p>
          <Example text={pythonExample(url)} label="Python example" />
          <h3>curl</h3>
          <Example text={curlExample(url)} label="curl example" />
        </>
      )}
      <h3>MCP</h3>
      <p>
        Streamable HTTP at <code>{`${url}/mcp/http`}</code>. The tools are describe, sample, query
        and answer; the question stands in the instructions.
      </p>
      <Example text={mcpExample(url)} label="MCP example" />
    </section>
  )
}

function Example({ text, label }: { text: string; label: string }) {
  return (
    <pre tabIndex={0} role="region" aria-label={label}>
      <code>{text}</code>
    </pre>
  )
}

function Data({ choices }: { choices: WireChoices }) {
  return (
    <section>
      <h2>Data</h2>
      <div class="table-box" tabIndex={0} role="region" aria-label="Data sets">
        <table>
          <thead>
            <tr>
              <th scope="col">Data set</th>
              <th scope="col">Databases</th>
              <th scope="col">Questions</th>
              <th scope="col">Licence</th>
              <th scope="col">Whose it is</th>
            </tr>
          </thead>
          <tbody>
            {choices.datasets.map(({ name, title, license, attribution, homepage, source }) => (
              <tr key={name}>
                <th scope="row">
                  {name}
                  {name === choices.default_dataset && ' (default)'}
                </th>
                <td class="figure">{databaseCount(choices, name)}</td>
                <td class="figure">
                  {countQuestions(choices.groups, { dataset: name }).toLocaleString('en')}
                </td>
                <td class="nowrap">{license}</td>
                <td>
                  {title}. {attribution} <Homepage address={homepage} />
                  <small>{source}</small>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** Nothing else is followed: the address is the data's word, not ours. */
function Homepage({ address }: { address: string }) {
  if (!/^https?:\/\//i.test(address)) return null
  return (
    <a href={address} rel="noreferrer">
      {address}
    </a>
  )
}

function databaseCount({ groups }: WireChoices, name: string): number {
  return new Set(groups.flatMap(({ dataset, db_id }) => (dataset === name ? [db_id] : []))).size
}
