"""Numbers of law: reports of cases, sections of statutes, patents' classes. They name nobody."""

from __future__ import annotations

from models.training.generate.draft import Pieces, plain
from models.training.generate.values.maker import Maker

__all__ = ["citation", "section"]

_REPORTERS = "U.S. S._Ct. F.2d F.3d F.4th F._Supp._2d F._Supp._3d F._App'x So._2d P.3d N.E.2d N.W.2d A.2d Cal._App._4th B.R. Fed._Cl. T.C. Ill._2d N.Y.S.2d"
_CODES = "U.S.C. C.F.R. Fed._Reg. Rev._Stat. Gen._Laws Stat._Ann."


def citation(maker: Maker) -> Pieces:
    """Volume, reporter and page."""
    first = maker.rng.randint(2, 999)
    page = f"{maker.rng.randint(1, 999)} {maker.word(_REPORTERS)} {first}"
    return plain(
        f"{page}, {first + maker.rng.randint(1, 30)}{maker.pick(('', '', ' n.4', '-' + str(first + 33)))}"
        if maker.chance(0.3)
        else page
    )


def section(maker: Maker) -> Pieces:
    """Section, article, rule or paragraph."""
    number, part, letter = maker.rng.randint(1, 120), maker.rng.randint(1, 9), maker.pick("abcdef")
    return plain(
        maker.pick(
            (
                *(
                    f"Section {number}",
                    f"section {number}({part})",
                    f"s. {number}({part})({letter})",
                    f"Section {part}.{number}",
                ),
                *(f"Article {number}", f"Art. {number}({part})", f"Article {part} § {number}", f"Clause {part}.{part}"),
                *(
                    f"{number} {maker.word(_CODES)} § {number * 7}",
                    f"§ {number}.{part}({letter})",
                    f"§§ {number}, {number + 3}",
                ),
                *(
                    f"Rule {number}({letter})",
                    f"Rule {number}({letter})({part})",
                    f"Chapter {number}",
                    f"paragraph {number}",
                ),
            )
        )
    )
