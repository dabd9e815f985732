/** The Space's README.md: ours, with the front matter that the Hub configures the Space by. */

const FRONT_MATTER = `---
title: SQLEnv
emoji: 🗃️
colorFrom: blue
colorTo: green
sdk: docker
app_port: 8000
base_path: /web
pinned: false
license: mit
short_description: Text-to-SQL as an interactive environment
tags:
  - openenv
  - reinforcement-learning
  - text-to-sql
---
`

/** @param readme - our README.md, which has no front matter of its own */
export function toSpaceReadme(readme: string): string {
  return `${FRONT_MATTER}\n${readme}`
}
