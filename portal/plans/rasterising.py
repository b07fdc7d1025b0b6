"""One page of a PDF as a JPEG: run as a program of its own, for a PDF is a program of somebody else's.

`python rasterising.py PAGE LONGEST_SIDE < plan.pdf > plan.jpg`. Ends with NO_SUCH_PAGE (the number of pages on
stderr) or any other code for a file that cannot be read. It imports nothing of the portal.
"""

import resource
import sys

MEMORY = 1024 * 1024 * 1024
SECONDS = 20
NO_SUCH_PAGE = 3
QUALITY = 90


def main(page_number: int, longest_side: int) -> int:
    """Draw the page so that its longer side has so many pixels; answers the exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    import pypdfium2

    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    if not 1 <= page_number <= len(document):
        sys.stderr.write(str(len(document)))
        return NO_SUCH_PAGE
    page = document[page_number - 1]
    scale = longest_side / max(page.get_size())
    page.render(scale=scale).to_pil().convert("RGB").save(sys.stdout.buffer, "JPEG", quality=QUALITY)
    return 0


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:3])))
