import type { Page } from 'playwright-core';

/**
 * Starts of those regions, images, tables and controls of a page that a screen reader has no name for. What they hold
 * counts as a name for buttons alone.
 */
export function unnamed(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const hasText = (one) => Boolean(one?.textContent.trim());
    const isLabelled = (one) => Boolean(one.ariaLabel) ||
      (one.getAttribute('aria-labelledby') ?? '').split(' ').some((id) => hasText(document.getElementById(id)));
    const rules = {
      'section, [role=img]': isLabelled,
      table: ({ caption }) => hasText(caption),
      fieldset: (one) => hasText(one.querySelector(':scope > legend')),
      'input, select': (one) => isLabelled(one) || [...(one.labels ?? [])].some(hasText),
      button: (one) => isLabelled(one) || hasText(one),
    };
    return Object.entries(rules).flatMap(([selector, isNamed]) =>
      [...document.querySelectorAll(selector)]
        .filter((one) => !isNamed(one))
        .map((one) => one.outerHTML.slice(0, 200)));
  })()`);
}
