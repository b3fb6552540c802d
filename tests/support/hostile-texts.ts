/** What a venue, a symbol or an error message could hold to be more than text somewhere. */
export const HOSTILE = [
  '<!channel> & <https://evil.example|click>',
  '<b>bold</b><script>alert(1)</script>',
  '</code></pre><a href="https://evil.example">x</a>',
  '"><img src=x onerror=alert(1)>',
  '*bold* _italic_ ~gone~ `code` ```',
  'first\r\nBcc: victim@evil.example\r\n\r\nbody',
  'first\nsecond\u2028third\u0085fourth',
  '\u001b[2J\u0007\u0000\u202e desrever \u2066',
  '=HYPERLINK("https://evil.example")',
  '&lt;b&gt; &amp; &#39;',
  '\ud83d half a pair, and a whole one: \ud83d\ude80',
] as const;
