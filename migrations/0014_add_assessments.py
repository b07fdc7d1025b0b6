"""Add the tables of assessments: added standards, an assessment with its answers, evidence, sections, findings.

Why: enterprises assess themselves against standards. Locks: none, for the tables are new. The code before it runs on
it unchanged.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014_add_assessments"
down_revision = "0013_bind_children_to_owners"
branch_labels = None
depends_on = None

OWNED = ("assessment", "item_answer", "item_evidence", "section_task", "assessment_finding")

IN_SCOPE = """
    current_setting('anbao.kind', true) = 'system'
    OR (current_setting('anbao.kind', true) = 'enterprise'
        AND enterprise_id = nullif(current_setting('anbao.enterprise', true), '')::int)
    OR (current_setting('anbao.kind', true) = 'authority'
        AND region_path >= current_setting('anbao.region_lo', true)
        AND region_path < current_setting('anbao.region_hi', true))
"""


def region_path(length: int) -> sa.types.TypeEngine[str]:
    """Text compared by bytes on either database."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Create the tables; on PostgreSQL the second wall around those that are owned."""
    _create_tables()
    if op.get_bind().dialect.name == "postgresql":
        for table in OWNED:
            op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY scope ON {table} USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})")


def _create_tables() -> None:
    op.create_table(
        "standard_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("standard_id", sa.String(length=61), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=160), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard_version")),
        sa.UniqueConstraint("key", name=op.f("uq_standard_version_key")),
        sa.UniqueConstraint("standard_id", "number", name=op.f("uq_standard_version_standard_id_number")),
    )
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("filing_id", sa.Integer(), nullable=False),
        sa.Column("kind_code", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("standard_key", sa.String(length=80), nullable=False),
        sa.Column("vetoes", sa.JSON(), nullable=False),
        sa.Column("prerequisites", sa.JSON(), nullable=False),
        sa.Column("leader", sa.String(length=60), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("assessed_from", sa.Date(), nullable=True),
        sa.Column("assessed_to", sa.Date(), nullable=True),
        sa.Column("displayed_from", sa.Date(), nullable=True),
        sa.Column("displayed_to", sa.Date(), nullable=True),
        sa.Column("objections", sa.Text(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("earned", sa.Numeric(precision=9, scale=3), nullable=False),
        sa.Column("applicable", sa.Numeric(precision=9, scale=3), nullable=False),
        sa.Column("result", sa.Numeric(precision=9, scale=3), nullable=False),
        sa.Column("reviewed_result", sa.Numeric(precision=9, scale=3), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("blocked", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "displayed_to IS NULL OR displayed_to >= displayed_from",
            name=op.f("ck_assessment_notice_ends_after_it_began"),
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_assessment_enterprise_id")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "filing_id"],
            ["filing.enterprise_id", "filing.id"],
            name=op.f("fk_assessment_enterprise_id_filing_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("enterprise_id", "id", name=op.f("uq_assessment_enterprise_id_id")),
        sa.UniqueConstraint("filing_id", name=op.f("uq_assessment_filing_id")),
        sa.UniqueConstraint("key", name=op.f("uq_assessment_key")),
    )
    op.create_index(op.f("ix_assessment_enterprise_id"), "assessment", ["enterprise_id"], unique=False)
    op.create_index(op.f("ix_assessment_kind_code"), "assessment", ["kind_code"], unique=False)
    op.create_index(op.f("ix_assessment_outcome"), "assessment", ["outcome"], unique=False)
    op.create_index(op.f("ix_assessment_region_path"), "assessment", ["region_path"], unique=False)
    op.create_index(op.f("ix_assessment_result"), "assessment", ["result"], unique=False)
    op.create_index(op.f("ix_assessment_standard_key"), "assessment", ["standard_key"], unique=False)
    op.create_index(op.f("ix_assessment_year"), "assessment", ["year"], unique=False)

    op.create_table(
        "assessment_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=40), nullable=False),
        sa.Column("reason_code", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("points", sa.Numeric(precision=7, scale=3), nullable=True),
        sa.Column("measure_kind", sa.String(length=32), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("person", sa.String(length=60), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("money", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_note", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=60), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found_by", sa.String(length=60), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_assessment_finding_finding_says_what")),
        sa.CheckConstraint(
            "money IS NULL OR money >= 0", name=op.f("ck_assessment_finding_money_is_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "assessment_id"],
            ["assessment.enterprise_id", "assessment.id"],
            name=op.f("fk_assessment_finding_enterprise_id_assessment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_assessment_finding_enterprise_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_finding")),
        sa.UniqueConstraint("enterprise_id", "id", name=op.f("uq_assessment_finding_enterprise_id_id")),
        sa.UniqueConstraint("key", name=op.f("uq_assessment_finding_key")),
    )
    op.create_index(
        op.f("ix_assessment_finding_assessment_id"), "assessment_finding", ["assessment_id"], unique=False
    )
    op.create_index(op.f("ix_assessment_finding_due_on"), "assessment_finding", ["due_on"], unique=False)
    op.create_index(
        op.f("ix_assessment_finding_enterprise_id"), "assessment_finding", ["enterprise_id"], unique=False
    )
    op.create_index(
        op.f("ix_assessment_finding_region_path"), "assessment_finding", ["region_path"], unique=False
    )

    op.create_table(
        "item_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=40), nullable=False),
        sa.Column("findings", sa.Integer(), nullable=True),
        sa.Column("result", sa.String(length=32), nullable=True),
        sa.Column("option", sa.String(length=32), nullable=True),
        sa.Column("sampled", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Integer(), nullable=True),
        sa.Column("zero", sa.Boolean(), nullable=False),
        sa.Column("extra", sa.Boolean(), nullable=False),
        sa.Column("not_applicable", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("proposed", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by", sa.String(length=60), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "findings IS NULL OR findings >= 0", name=op.f("ck_item_answer_findings_are_counted_from_zero")
        ),
        sa.CheckConstraint(
            "sampled IS NULL OR passed IS NULL OR (sampled >= 1 AND passed BETWEEN 0 AND sampled)",
            name=op.f("ck_item_answer_passed_are_among_the_sampled"),
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "assessment_id"],
            ["assessment.enterprise_id", "assessment.id"],
            name=op.f("fk_item_answer_enterprise_id_assessment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_item_answer_enterprise_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_answer")),
        sa.UniqueConstraint("assessment_id", "item_id", name=op.f("uq_item_answer_assessment_id_item_id")),
        sa.UniqueConstraint("enterprise_id", "id", name=op.f("uq_item_answer_enterprise_id_id")),
        sa.UniqueConstraint("key", name=op.f("uq_item_answer_key")),
    )
    op.create_index(op.f("ix_item_answer_assessment_id"), "item_answer", ["assessment_id"], unique=False)
    op.create_index(op.f("ix_item_answer_enterprise_id"), "item_answer", ["enterprise_id"], unique=False)
    op.create_index(op.f("ix_item_answer_region_path"), "item_answer", ["region_path"], unique=False)

    op.create_table(
        "section_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("element_id", sa.String(length=30), nullable=False),
        sa.Column("person", sa.String(length=60), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.String(length=60), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "assessment_id"],
            ["assessment.enterprise_id", "assessment.id"],
            name=op.f("fk_section_task_enterprise_id_assessment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_section_task_enterprise_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section_task")),
        sa.UniqueConstraint(
            "assessment_id", "element_id", name=op.f("uq_section_task_assessment_id_element_id")
        ),
    )
    op.create_index(op.f("ix_section_task_assessment_id"), "section_task", ["assessment_id"], unique=False)
    op.create_index(op.f("ix_section_task_enterprise_id"), "section_task", ["enterprise_id"], unique=False)
    op.create_index(op.f("ix_section_task_membership_id"), "section_task", ["membership_id"], unique=False)
    op.create_index(op.f("ix_section_task_region_path"), "section_task", ["region_path"], unique=False)

    op.create_table(
        "item_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("file_key", sa.String(length=80), nullable=False),
        sa.Column("risk_key", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("content_type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=60), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.CheckConstraint(
            "(file_key <> '') <> (risk_key <> '')", name=op.f("ck_item_evidence_evidence_is_a_file_or_a_row")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "answer_id"],
            ["item_answer.enterprise_id", "item_answer.id"],
            name=op.f("fk_item_evidence_enterprise_id_answer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_item_evidence_enterprise_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_evidence")),
        sa.UniqueConstraint("key", name=op.f("uq_item_evidence_key")),
    )
    op.create_index(op.f("ix_item_evidence_answer_id"), "item_evidence", ["answer_id"], unique=False)
    op.create_index(op.f("ix_item_evidence_enterprise_id"), "item_evidence", ["enterprise_id"], unique=False)
    op.create_index(op.f("ix_item_evidence_region_path"), "item_evidence", ["region_path"], unique=False)


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "assessment_finding",
        "section_task",
        "item_evidence",
        "item_answer",
        "assessment",
        "standard_version",
    ):
        op.drop_table(table)
