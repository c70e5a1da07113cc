"""What someone might type to make a page run their script, load from elsewhere, or act on its own: one per family."""

MARK = "window.ran"
"""What a payload sets when it runs."""

ELSEWHERE = "https://elsewhere.example"

PAYLOADS = (
    f"<script>{MARK}=1</script>",
    f'<img src="{ELSEWHERE}/x.png" onerror="{MARK}=1">',
    f"![picture]({ELSEWHERE}/tracker.png)",
    f'<svg onload="{MARK}=1"><use href="{ELSEWHERE}/s.svg#x"></use></svg>',
    f'<iframe src="{ELSEWHERE}" srcdoc="<script>parent.ran=1</script>"></iframe>',
    f"[press me](javascript:{MARK}=1)",
    f"[press me](JaVa&#9;script:{MARK}=1)",
    f"[press me](data:text/html,<script>{MARK}=1</script>)",
    f'<a href="javascript:{MARK}=1">press me</a>',
    f'<link rel="stylesheet" href="{ELSEWHERE}/x.css"><style>@import "{ELSEWHERE}/y.css";</style>',
    f'<p style="background:url({ELSEWHERE}/z.png)">styled</p>',
    '<div hx-get="/search" hx-trigger="load" hx-target="body">swapped</div>',
    '<div data-hx-get="/search" data-hx-trigger="load" data-hx-target="body">swapped</div>',
    '<form action="/search"><input name="q" autofocus><button>Sign in</button></form>',
    f'<base href="{ELSEWHERE}/"><meta http-equiv="refresh" content="0;url={ELSEWHERE}">',
    f'<object data="{ELSEWHERE}/o.swf"></object><embed src="{ELSEWHERE}/e.swf">',
    f'<video src="{ELSEWHERE}/v.mp4" autoplay onerror="{MARK}=1"></video>',
    f'<math><mtext><table><mglyph><style><img src=x onerror="{MARK}=1">',
    f'<noscript><p title="</noscript><img src=x onerror={MARK}=1>">',
    f"`<img src=x onerror={MARK}=1>`",
    f'"><img src=x onerror={MARK}=1>',
    '<h2 id="main" class="ion-header">Clobbered</h2><a id="toasts" name="body">x</a>',
    f"<{ELSEWHERE}/auto>\n\n{ELSEWHERE}/linkified",
    f"| a |\n| --- |\n| <img src=x onerror={MARK}=1> |",
    f"{{{{ {MARK} }}}} {{% raw %}} ${{{MARK}=1}}",
)
