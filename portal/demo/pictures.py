"""Pictures for the demo city: a drawn plate in place of a photo, plainly not taken anywhere; plans of premises."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from portal.plans.rules import Corner
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


PLAN_SIZE = (1800, 1200)
PAPER, GROUND, ROAD, HOUSE, WALLS, GREEN = "#ffffff", "#f3f1ea", "#dfe2e4", "#ffffff", "#3b4650", "#dbe8d3"


def site_plan(title: str, buildings: Mapping[str, tuple[Corner, ...]]) -> Upload:
    """A drawn plan of premises with these buildings (corners as parts of the plan), as an accepted upload."""
    image = Image.new("RGB", PLAN_SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    width, height = PLAN_SIZE
    draw.rectangle((20, 20, width - 20, height - 20), GROUND, WALLS, 6)
    draw.rectangle((20, height * 0.47, width - 20, height * 0.53), ROAD)
    draw.rectangle((width * 0.47, height * 0.53, width * 0.53, height - 20), ROAD)
    draw.rectangle((width * 0.455, height - 34, width * 0.545, height - 10), PAPER)
    for left in (60, width - 260):
        draw.rounded_rectangle((left, height - 90, left + 200, height - 40), 20, GREEN)
    small, large = ImageFont.truetype(FONT, 26), ImageFont.truetype(FONT, 34)
    for name, corners in buildings.items():
        draw.polygon([(x * width, y * height) for x, y in corners], HOUSE, WALLS, 5)
        x, y = min(corners)
        draw.text((x * width + 16, y * height + 12), name, WALLS, small)
    draw.text((40, 32), title, WALLS, large)
    draw.text((width * 0.5, height - 70), "大门", WALLS, small, anchor="mm")
    content = BytesIO()
    image.save(content, "PNG")
    return accept(BytesIO(content.getvalue()), f"{title}.png")
