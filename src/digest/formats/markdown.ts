/** The digest as Markdown, and as the text of mails. */

import type { Format } from '../format.ts'
import { pageOf } from '../page/page.ts'
import { blockMarkdown, escapeMarkdown, lineMarkdown, sectionMarkdown } from '../writing/markdown.ts'

export default {
  name: 'markdown',
  extension: 'md',
  mime: 'text/markdown; charset=utf-8',
  write(digest, teller, shape) {
    const page = pageOf(digest, teller, shape)
    return [
      `# ${escapeMarkdown(page.title)}`,
      ...page.lead.map((block) => blockMarkdown(block, teller)),
      ...page.sections.map((section) => sectionMarkdown(section, teller)),
      '---',
      page.footer.map(lineMarkdown).join('  \n'),
      '',
    ].join('\n\n')
  },
} satisfies Format
