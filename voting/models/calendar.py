"""Days that do not count, and the Releases in which changes take effect."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from voting.db import Base


class NonWorkingDay(Base):
    """A bank holiday in England and Wales, or a day that SECAS added with its reason."""

    __tablename__ = "non_working_day"

    on: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str]
    added_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    withdrawn: Mapped[bool] = mapped_column(default=False)


class Release(Base):
    """A SEC Release. Dates move, so they are rows."""

    __tablename__ = "release"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    release_on: Mapped[date]
    is_ad_hoc: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
