"""One page that needs nothing else: no script, no font, no address. It can be sent, kept and printed."""

from __future__ import annotations

from html import escape
from unicodedata import combining, east_asian_width

from heard.rules.one_line import one_line

STYLE = """\
:root { color-scheme: light dark; --ink: #16202e; --paper: #fbf8f3; --line: #b9b2a4; }
body { margin: 0 auto; padding: 1rem; max-width: 60rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.5 "Atkinson Hyperlegible", system-ui, sans-serif; }
h1 { font-size: 1.8rem; line-height: 1.2; } h2 { font-size: 1.3rem; margin: 2rem 0 .5rem; }
p, li { max-width: 42rem; } figure { margin: 1rem 0; } figcaption { font-weight: 700; }
.wide > svg { width: 100%; height: auto; min-width: 32rem; max-width: 46rem; } svg text { fill: currentColor; }
.wide { overflow-x: auto; } table { border-collapse: collapse; } caption { text-align: start; font-weight: 700; }
th, td { padding: .25rem .6rem; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
h1, p, li, code, tbody th, td { overflow-wrap: anywhere; } tbody th, td { min-width: 7rem; }
.number { text-align: end; font-variant-numeric: tabular-nums; min-width: 0; overflow-wrap: normal; }
@media (prefers-color-scheme: dark) { :root { --ink: #f2efe9; --paper: #16202e; --line: #58627a; } }
@media print { :root { --ink: #000; --paper: #fff; } summary { display: none; } }
"""


def say(words: str) -> str:
    """Words from a file as HTML."""
    return escape(one_line(words))


def page(title: str, body: str) -> str:
    """A whole page around `body` (which is HTML already)."""
    return (
        f'<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n<title>{say(title)}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{say(title)}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def figure(title: str, words: str, width: int, height: int, inside: str) -> str:
    """A picture (SVG parts in `inside`) with its title and, for those who cannot see it, the same words as below it."""
    return (
        f'<figure><figcaption>{say(title)}</figcaption><div class="wide" tabindex="0" role="group" '
        f'aria-label="{say(title)}"><svg viewBox="0 0 {width} {height}" role="img" '
        f'xmlns="http://www.w3.org/2000/svg"><title>{say(title)}</title><desc>{say(words)}</desc>'
        f"{inside}</svg></div><p>{say(words)}</p></figure>"
    )


def label(words: str, middle: float, width: int, size: int) -> str:
    """The name of a line at the left of a picture, its middle at this height, cut to what fits into `width`."""
    shown = one_line(words)
    while sum(map(_ems, shown)) * size > width:
        shown = cut(shown, len(shown) - 1)
    return f'<text x="0" y="{middle + size // 3}" font-size="{size}">{escape(shown)}</text>'


def _ems(letter: str) -> float:
    """About how wide a letter is, in ems of a wide typeface."""
    if combining(letter):
        return 0.0
    if letter in "mwMW@%…" or east_asian_width(letter) in "WF":
        return 1.0
    if letter in "ijlftrI.,:;!|'()[] ":
        return 0.4
    return 0.86 if letter in "<>=+~#" else 0.72 if letter.isupper() else 0.63


def cut(words: str, most: int) -> str:
    """Words that fit beside a mark: at most so many letters, the last an ellipsis."""
    return words if len(words) <= most else words[: most - 1] + "…"


def table(caption: str, heads: list[tuple[str, bool]], rows: list[list[str]]) -> str:
    """A table; each head says whether its column holds numbers. The first cell of a row is its heading."""
    marks = ['class="number" ' if number else "" for _words, number in heads]
    top = "".join(f'<th {mark}scope="col">{say(words)}</th>' for mark, (words, _n) in zip(marks, heads, strict=True))
    lines = []
    for row in rows:
        first = f'<th scope="row">{say(row[0])}</th>'
        cells = (
            f"<td {mark}>{say(cell)}</td>".replace(" >", ">") for mark, cell in zip(marks[1:], row[1:], strict=True)
        )
        lines.append(f"<tr>{first}{''.join(cells)}</tr>")
    # Reachable by keyboard, as it may scroll sideways on a phone.
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{say(caption)}"><table><caption>{say(caption)}'
        f"</caption><thead><tr>{top}</tr></thead><tbody>\n" + "\n".join(lines) + "\n</tbody></table></div>"
    )
