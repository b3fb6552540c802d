const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text from outside as HTML text or as a quoted attribute: it can open no tag, end no attribute and name no entity. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

/**
 * A value as JSON that may stand inside a script element: without `<` it can neither end the element nor begin a comment.
 * NaN and infinities become null.
 */
export const embeddedJson = (value: unknown): string => JSON.stringify(value).replace(/</g, '\\u003c');

/** A program or style sheet as it may stand inside its element: what would end the element is broken up. */
export const embeddedCode = (code: string): string => code.replace(/<(?=\/(?:script|style)|!--)/gi, '\\x3c');
