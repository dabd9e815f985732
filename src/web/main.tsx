/** Where the page begins. */

import { render } from 'preact'

import { App } from './app.tsx'
import { applySavedTheme } from './theme.ts'

applySavedTheme()
const place = document.querySelector('#page')
if (place !== null) render(<App />, place)
