"""One page that needs nothing else: no script, no font, no address. It can be sent, kept and printed."""

from __future__ import annotations

from html import escape

STYLE = """\
:root { color-scheme: light dark; --ink: #16202e; --paper: #fbf8f3; --line: #b9b2a4; }
body { margin: 0 auto; padding: 1rem; max-width: 60rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.5 "Atkinson Hyperlegible", system-ui, sans-serif; }
h1 { font-size: 1.8rem; line-height: 1.2; } h2 { font-size: 1.3rem; margin: 2rem 0 .5rem; }
p, li { max-width: 42rem; } figure { margin: 1rem 0; } figcaption { font-weight: 700; }
svg { width: 100%; height: auto; min-width: 32rem; max-width: 46rem; } svg text { fill: currentColor; }
.wide { overflow-x: auto; } table { border-collapse: collapse; } caption { text-align: start; font-weight: 700; }
th, td { padding: .25rem .6rem; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
.number { text-align: end; font-variant-numeric: tabular-nums; } code { overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) { :root { --ink: #f2efe9; --paper: #16202e; --line: #58627a; } }
@media print { :root { --ink: #000; --paper: #fff; } summary { display: none; } }
"""


def page(title: str, body: str) -> str:
    """A whole page around `body` (which is HTML already)."""
    return (
        f'<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{escape(title)}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def figure(title: str, words: str, width: int, height: int, inside: str) -> str:
    """A picture (SVG parts in `inside`) with its title and, for those who cannot see it, the same words as below it."""
    return (
        f'<figure><figcaption>{escape(title)}</figcaption><div class="wide"><svg viewBox="0 0 {width} {height}" '
        f'role="img" xmlns="http://www.w3.org/2000/svg"><title>{escape(title)}</title><desc>{escape(words)}</desc>'
        f"{inside}</svg></div><p>{escape(words)}</p></figure>"
    )


def cut(words: str, most: int) -> str:
    """Words that fit beside a mark: at most so many letters, the last an ellipsis."""
    return words if len(words) <= most else words[: most - 1] + "…"


def table(caption: str, heads: list[tuple[str, bool]], rows: list[list[str]]) -> str:
    """A table; each head says whether its column holds numbers. The first cell of a row is its heading."""
    marks = ['class="number" ' if number else "" for _words, number in heads]
    top = "".join(f'<th {mark}scope="col">{escape(words)}</th>' for mark, (words, _n) in zip(marks, heads, strict=True))
    lines = []
    for row in rows:
        first = f'<th scope="row">{escape(row[0])}</th>'
        cells = (
            f"<td {mark}>{escape(cell)}</td>".replace(" >", ">") for mark, cell in zip(marks[1:], row[1:], strict=True)
        )
        lines.append(f"<tr>{first}{''.join(cells)}</tr>")
    # Reachable by keyboard, as it may scroll sideways on a phone.
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(caption)}"><table><caption>{escape(caption)}'
        f"</caption><thead><tr>{top}</tr></thead><tbody>\n" + "\n".join(lines) + "\n</tbody></table></div>"
    )
