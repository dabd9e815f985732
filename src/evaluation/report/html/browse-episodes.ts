/**
 * The report's script. It is put into the page as its own text, so it can use nothing from outside
 * itself; what it shows comes from models and data, so it is only ever set as text.
 */

import type { BrowsedEpisode, BrowsedStep } from './browsed-episode.ts'

export function browseEpisodes(): void {
  const find = (id: string) => document.getElementById(id) as HTMLElement
  const episodes = JSON.parse(find('episode-data').textContent) as BrowsedEpisode[]
  const list = find('episode-list')
  const view = find('episode-view')
  const count = find('episode-count')
  const search = find('episode-search') as HTMLInputElement
  const filters = {
    policy: find('episode-policy') as HTMLSelectElement,
    end: find('episode-end') as HTMLSelectElement,
    databaseId: find('episode-database') as HTMLSelectElement,
  }
  let shown: BrowsedEpisode[] = []

  function make<K extends keyof HTMLElementTagNameMap>(
    tag: K,
    text: string,
    className = '',
  ): HTMLElementTagNameMap[K] {
    const element = document.createElement(tag)
    element.textContent = text
    if (className !== '') element.className = className
    return element
  }

  function signed(value: number): string {
    return value < 0 ? `−${Math.abs(value).toFixed(3)}` : `+${value.toFixed(3)}`
  }

  function stepItem(step: BrowsedStep): HTMLLIElement {
    const item = make('li', '')
    const head = make('p', '', 'step-head')
    head.append(make('strong', step.actionType), ` earned ${signed(step.reward)} `)
    head.append(make('span', step.terms, 'muted'))
    item.append(head)
    if (step.argument !== '') item.append(make('pre', step.argument, 'argument'))
    if (step.result !== '') item.append(make('pre', step.result))
    if (step.error !== '') item.append(make('pre', step.error, 'error'))
    return item
  }

  function show(episode: BrowsedEpisode, isChosen: boolean): void {
    const { policy, questionId, databaseId, difficulty, end, reward } = episode
    const facts = [policy, databaseId, difficulty, end, `total ${signed(reward)}`]
    const heading = make('h3', episode.question || questionId)
    heading.tabIndex = -1
    const steps = make('ol', '', 'steps')
    steps.append(...episode.steps.map(stepItem))
    const parts = [heading, make('p', facts.filter((fact) => fact !== '').join(' · '), 'muted')]
    if (episode.tables !== '') parts.push(make('p', episode.tables, 'muted'))
    view.replaceChildren(...parts, steps)
    if (episode.fault !== '') view.append(make('pre', episode.fault, 'error'))
    for (const [index, button] of list.querySelectorAll('button').entries()) {
      button.setAttribute('aria-pressed', String(shown[index] === episode))
    }
    if (isChosen) heading.focus()
  }

  function listItem(episode: BrowsedEpisode): HTMLLIElement {
    const item = make('li', '')
    const button = make('button', '')
    button.type = 'button'
    button.append(
      make('span', episode.end, `end ${episode.end === 'solved' ? 'good' : 'bad'}`),
      make('span', `${episode.policy}: ${episode.question || episode.questionId}`),
    )
    button.addEventListener('click', () => show(episode, true))
    item.append(button)
    return item
  }

  function filter(): void {
    const words = search.value.toLowerCase()
    shown = episodes.filter((episode) => {
      const isOf = (key: 'policy' | 'end' | 'databaseId') =>
        filters[key].value === '' || filters[key].value === episode[key]
      const text = `${episode.questionId} ${episode.question} ${episode.steps
        .map(({ argument }) => argument)
        .join(' ')}`
      return (
        isOf('policy') && isOf('end') && isOf('databaseId') && text.toLowerCase().includes(words)
      )
    })
    list.replaceChildren(...shown.map(listItem))
    count.textContent = `${shown.length} of ${episodes.length} episodes`
    const [first] = shown
    if (first === undefined) view.replaceChildren(make('p', 'No episode is like this.'))
    else show(first, false)
  }

  for (const control of [...Object.values(filters), search]) {
    control.addEventListener('input', filter)
  }
  filter()
}
