"""Writes src/render/data/song.otf; see README.md."""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection

ROOT = Path(__file__).resolve().parents[2]
TEXT = ROOT / "src/text/data"
FAMILY, VERSION = "Noto Serif CJK SC", "Version 2.001"
LATIN = "".join(map(chr, range(0x20, 0x7F))) + "·—…“”‘’"
PUNCTUATION = "、。，：；！？《》〈〉「」『』（）〔〕【】－～　"


def characters() -> str:
    table = "".join((TEXT / "tongyong.txt").read_text(encoding="utf-8").split())
    forms = (TEXT / "variants.txt").read_text(encoding="utf-8").splitlines()
    # A line that ends in `~` is a variant that no conversion writes.
    traditional = "".join(line[0] for line in forms if not line.endswith("~"))
    return LATIN + PUNCTUATION + table + traditional


def main(collection: str) -> None:
    faces = TTCollection(collection).fonts
    face = next(face for face in faces if face["name"].getDebugName(1) == FAMILY)
    found = face["name"].getDebugName(5)
    if not found.startswith(VERSION):
        sys.exit(f"{FAMILY}: {found}; {VERSION} is the one that was checked")
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = False
    # Copyright, family, weight, version, and the licence, which has to be in every copy.
    options.name_IDs = [0, 1, 2, 5, 13, 14]
    options.drop_tables += ["BASE", "DSIG", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters())
    subsetter.subset(face)
    # The same input gives the same bytes.
    face.recalcTimestamp = False
    face.save(ROOT / "src/render/data/song.otf")
    print(f"{len(face.getBestCmap())} characters")


if __name__ == "__main__":
    main(*sys.argv[1:])
