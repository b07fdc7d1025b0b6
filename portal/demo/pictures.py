"""Photos for the demo city: a drawn plate in place of a photo, plainly not taken anywhere."""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from portal.uploads import Upload, accept

FONT = Path(__file__).resolve().parents[1] / "documents" / "fonts" / "noto-sans-sc-700.ttf"
SIZE = (1280, 960)
WALL, PLATE, INK, FRAME = "#9aa3a8", "#f4f1e8", "#26323a", "#c99a2e"
LINE = 96


def plate(title: str, lines: list[str]) -> Upload:
    """A plate on a wall with these words, as an accepted upload."""
    image = Image.new("RGB", SIZE, WALL)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((120, 120, SIZE[0] - 120, SIZE[1] - 120), 24, PLATE, FRAME, 12)
    for number, line in enumerate([title, *lines]):
        font = ImageFont.truetype(FONT, 60 if number == 0 else 44)
        draw.text((190, 190 + number * LINE), line, INK, font)
    content = BytesIO()
    image.save(content, "JPEG", quality=82)
    return accept(BytesIO(content.getvalue()), f"{title}.jpg")
