"""Create the tables of the first version.

Why: the first schema. Locks: none, for the tables are new. The code before it: there is none.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001_create_first_tables"
down_revision = None
branch_labels = None
depends_on = None


TABLES = (
    "remark",
    "evidence",
    "sign_in",
    "row_check",
    "revision",
    "rectification_order",
    "notice_reading",
    "control",
    "zero_answer",
    "risk",
    "reset_link",
    "paper_series",
    "paper",
    "once_key",
    "old_password",
    "notice",
    "membership",
    "join_request",
    "invitation",
    "filing",
    "event",
    "sign_in_attempts",
    "person",
    "mail",
    "job",
    "enterprise",
    "chain_head",
    "authority",
)


def region_path(length: int) -> sa.types.TypeEngine[str]:
    """Text compared by bytes on either database."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "authority",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("level", sa.String(length=32), nullable=False),
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.Column("mark", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authority")),
        sa.UniqueConstraint("key", name=op.f("uq_authority_key")),
        sa.UniqueConstraint("name", name=op.f("uq_authority_name")),
    )
    op.create_index(op.f("ix_authority_region_path"), "authority", ["region_path"], unique=False)
    op.create_table(
        "chain_head",
        sa.Column("chain", sa.String(length=40), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_chain_head")),
    )
    op.create_table(
        "enterprise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=18), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("sort_key", region_path(200), nullable=False),
        sa.Column("initials", sa.String(length=100), nullable=False),
        sa.Column("region_code", sa.String(length=12), nullable=False),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("industry_code", sa.String(length=4), nullable=False),
        sa.Column("scale", sa.String(length=32), nullable=False),
        sa.Column("above_designated", sa.Boolean(), nullable=False),
        sa.Column("workers", sa.Integer(), nullable=True),
        sa.Column("legal_representative", sa.String(length=60), nullable=False),
        sa.Column("legal_representative_phone", sa.String(length=20), nullable=False),
        sa.Column("safety_manager", sa.String(length=60), nullable=False),
        sa.Column("safety_manager_phone", sa.String(length=20), nullable=False),
        sa.Column("main_products", sa.String(length=200), nullable=False),
        sa.Column("key_sectors", sa.JSON(), nullable=False),
        sa.Column("production_began_on", sa.Date(), nullable=True),
        sa.Column("registered_address", sa.String(length=120), nullable=False),
        sa.Column("principal", sa.String(length=60), nullable=False),
        sa.Column("principal_phone", sa.String(length=20), nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=True),
        sa.Column("business_state", sa.String(length=32), nullable=False),
        sa.Column("premises", sa.String(length=32), nullable=True),
        sa.Column("landlord", sa.String(length=100), nullable=False),
        sa.Column("income", sa.Integer(), nullable=True),
        sa.Column("fixed_assets", sa.Integer(), nullable=True),
        sa.Column("site_area", sa.Integer(), nullable=True),
        sa.Column("building_area", sa.Integer(), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal_reason", sa.String(length=300), nullable=False),
        sa.Column("write_off_ground", sa.String(length=32), nullable=True),
        sa.Column("written_off_on", sa.Date(), nullable=True),
        sa.Column("write_off_note", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprise")),
        sa.UniqueConstraint("code", name=op.f("uq_enterprise_code")),
        sa.UniqueConstraint("key", name=op.f("uq_enterprise_key")),
    )
    op.create_index(op.f("ix_enterprise_industry_code"), "enterprise", ["industry_code"], unique=False)
    op.create_index(op.f("ix_enterprise_region_path"), "enterprise", ["region_path"], unique=False)
    op.create_index(
        op.f("ix_enterprise_region_path_sort_key_key"),
        "enterprise",
        ["region_path", "sort_key", "key"],
        unique=False,
    )
    op.create_index(op.f("ix_enterprise_sort_key_key"), "enterprise", ["sort_key", "key"], unique=False)
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("periodic", sa.String(length=64), nullable=True),
        sa.Column("ids", sa.JSON(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease", sa.String(length=16), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("key", name=op.f("uq_job_key")),
        sa.UniqueConstraint("periodic", name=op.f("uq_job_periodic")),
    )
    op.create_index(op.f("ix_job_due_at"), "job", ["due_at"], unique=False)
    op.create_table(
        "mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("to_name", sa.String(length=60), nullable=False),
        sa.Column("to_address", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("sign_in_name", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=160), nullable=False),
        sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("made_by_form", sa.String(length=40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("key", name=op.f("uq_person_key")),
        sa.UniqueConstraint("made_by_form", name=op.f("uq_person_made_by_form")),
        sa.UniqueConstraint("sign_in_name", name=op.f("uq_person_sign_in_name")),
    )
    op.create_table(
        "sign_in_attempts",
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_sign_in_attempts")),
    )
    op.create_index(op.f("ix_sign_in_attempts_last_at"), "sign_in_attempts", ["last_at"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=True),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.Column("chain", sa.String(length=40), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verb", sa.String(length=64), nullable=False),
        sa.Column("thing_kind", sa.String(length=40), nullable=False),
        sa.Column("thing_key", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("membership_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_event_enterprise_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_event_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("chain", "sequence", name=op.f("uq_event_chain_sequence")),
    )
    op.create_index(op.f("ix_event_enterprise_id"), "event", ["enterprise_id"], unique=False)
    op.create_index(op.f("ix_event_region_path"), "event", ["region_path"], unique=False)
    op.create_index(op.f("ix_event_thing_key"), "event", ["thing_key"], unique=False)
    op.create_index(op.f("ix_event_verb"), "event", ["verb"], unique=False)
    op.create_table(
        "filing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("kind_code", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("stages", sa.JSON(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("stage_level", sa.String(length=12), nullable=False),
        sa.Column("highlights", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_due_on", sa.Date(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by", sa.String(length=60), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=160), nullable=False),
        sa.Column("mend_due_on", sa.Date(), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.Column("rejection_ground", sa.String(length=32), nullable=True),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("stage >= 0", name=op.f("ck_filing_filing_stage_is_counted_from_zero")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_filing_enterprise_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing")),
        sa.UniqueConstraint(
            "enterprise_id",
            "kind_code",
            "year",
            "occasion",
            "number",
            name=op.f("uq_filing_enterprise_id_kind_code_year_occasion_number"),
        ),
        sa.UniqueConstraint("key", name=op.f("uq_filing_key")),
    )
    op.create_index(op.f("ix_filing_enterprise_id"), "filing", ["enterprise_id"], unique=False)
    op.create_index(op.f("ix_filing_filed_at"), "filing", ["filed_at"], unique=False)
    op.create_index(op.f("ix_filing_kind_code"), "filing", ["kind_code"], unique=False)
    op.create_index(op.f("ix_filing_region_path"), "filing", ["region_path"], unique=False)
    op.create_index(op.f("ix_filing_review_due_on"), "filing", ["review_due_on"], unique=False)
    op.create_index(op.f("ix_filing_stage_level"), "filing", ["stage_level"], unique=False)
    op.create_index(op.f("ix_filing_state"), "filing", ["state"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=True),
        sa.Column("authority_id", sa.Integer(), nullable=True),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("job_title", sa.String(length=40), nullable=False),
        sa.Column("certificate_number", sa.String(length=40), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("invited_by", sa.String(length=60), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(enterprise_id IS NULL) <> (authority_id IS NULL)",
            name=op.f("ck_invitation_invitation_is_of_one_organisation"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_invitation_authority_id")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_invitation_enterprise_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("key", name=op.f("uq_invitation_key")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_invitation_token_digest")),
    )
    op.create_index(op.f("ix_invitation_authority_id"), "invitation", ["authority_id"], unique=False)
    op.create_index(op.f("ix_invitation_enterprise_id"), "invitation", ["enterprise_id"], unique=False)
    op.create_index(op.f("ix_invitation_region_path"), "invitation", ["region_path"], unique=False)
    op.create_table(
        "join_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_join_request_enterprise_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_join_request_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_request")),
        sa.UniqueConstraint("key", name=op.f("uq_join_request_key")),
    )
    op.create_index(op.f("ix_join_request_enterprise_id"), "join_request", ["enterprise_id"], unique=False)
    op.create_index(op.f("ix_join_request_person_id"), "join_request", ["person_id"], unique=False)
    op.create_index(op.f("ix_join_request_region_path"), "join_request", ["region_path"], unique=False)
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=True),
        sa.Column("authority_id", sa.Integer(), nullable=True),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("job_title", sa.String(length=40), nullable=False),
        sa.Column("certificate_number", sa.String(length=40), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(enterprise_id IS NULL) <> (authority_id IS NULL)",
            name=op.f("ck_membership_membership_is_of_one_organisation"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_membership_authority_id")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_membership_enterprise_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("key", name=op.f("uq_membership_key")),
    )
    op.create_index(op.f("ix_membership_authority_id"), "membership", ["authority_id"], unique=False)
    op.create_index(op.f("ix_membership_enterprise_id"), "membership", ["enterprise_id"], unique=False)
    op.create_index(op.f("ix_membership_person_id"), "membership", ["person_id"], unique=False)
    op.create_index(op.f("ix_membership_region_path"), "membership", ["region_path"], unique=False)
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=True),
        sa.Column("authority_id", sa.Integer(), nullable=True),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("thing_kind", sa.String(length=40), nullable=False),
        sa.Column("thing_key", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(enterprise_id IS NULL) <> (authority_id IS NULL)",
            name=op.f("ck_notice_notice_is_for_one_organisation"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_notice_authority_id")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_notice_enterprise_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("key", name=op.f("uq_notice_key")),
    )
    op.create_index(op.f("ix_notice_authority_id_id"), "notice", ["authority_id", "id"], unique=False)
    op.create_index(op.f("ix_notice_enterprise_id_id"), "notice", ["enterprise_id", "id"], unique=False)
    op.create_index(op.f("ix_notice_region_path"), "notice", ["region_path"], unique=False)
    op.create_table(
        "old_password",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.String(length=160), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_old_password_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_old_password")),
    )
    op.create_index(op.f("ix_old_password_person_id"), "old_password", ["person_id"], unique=False)
    op.create_table(
        "once_key",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("once", sa.String(length=40), nullable=False),
        sa.Column("thing_kind", sa.String(length=40), nullable=False),
        sa.Column("thing_key", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_once_key_person_id")),
        sa.PrimaryKeyConstraint("person_id", "once", name=op.f("pk_once_key")),
    )
    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_key", sa.String(length=40), nullable=False),
        sa.Column("facts_json", sa.LargeBinary(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.String(length=160), nullable=False),
        sa.Column("in_force_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("file_key", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_paper_authority_id")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_paper_enterprise_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["paper.id"], name=op.f("fk_paper_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint(
            "authority_id", "kind", "year", "serial", name=op.f("uq_paper_authority_id_kind_year_serial")
        ),
        sa.UniqueConstraint("code", name=op.f("uq_paper_code")),
        sa.UniqueConstraint("key", name=op.f("uq_paper_key")),
        sa.UniqueConstraint("number", name=op.f("uq_paper_number")),
    )
    op.create_index(op.f("ix_paper_authority_id"), "paper", ["authority_id"], unique=False)
    op.create_index(op.f("ix_paper_enterprise_id"), "paper", ["enterprise_id"], unique=False)
    op.create_index(op.f("ix_paper_issued_at"), "paper", ["issued_at"], unique=False)
    op.create_index(op.f("ix_paper_region_path"), "paper", ["region_path"], unique=False)
    op.create_index(op.f("ix_paper_subject_key"), "paper", ["subject_key"], unique=False)
    op.create_table(
        "paper_series",
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name=op.f("fk_paper_series_authority_id")
        ),
        sa.PrimaryKeyConstraint("authority_id", "kind", "year", name=op.f("pk_paper_series")),
    )
    op.create_table(
        "reset_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reset_link_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reset_link")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_reset_link_token_digest")),
    )
    op.create_index(op.f("ix_reset_link_person_id"), "reset_link", ["person_id"], unique=False)
    op.create_table(
        "risk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("risk_point", sa.String(length=80), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("consequence", sa.Text(), nullable=False),
        sa.Column("accident_types", sa.JSON(), nullable=False),
        sa.Column("method", sa.String(length=20), nullable=True),
        sa.Column("assessments", sa.JSON(), nullable=False),
        sa.Column("catalogue_code", sa.String(length=20), nullable=True),
        sa.Column("condition_answer", sa.String(length=32), nullable=True),
        sa.Column("condition_reason", sa.String(length=300), nullable=False),
        sa.Column("direct_criteria", sa.JSON(), nullable=False),
        sa.Column("direct_grade", sa.String(length=32), nullable=True),
        sa.Column("direct_reason", sa.String(length=300), nullable=False),
        sa.Column("grade", sa.String(length=32), nullable=True),
        sa.Column("identified_on", sa.Date(), nullable=True),
        sa.Column("emergency_measures", sa.Text(), nullable=False),
        sa.Column("had_accident", sa.Boolean(), nullable=False),
        sa.Column("responsible_department", sa.String(length=60), nullable=False),
        sa.Column("responsible_person", sa.String(length=60), nullable=False),
        sa.Column("responsible_phone", sa.String(length=20), nullable=False),
        sa.Column("complaint_phone", sa.String(length=20), nullable=False),
        sa.Column("usual_code", sa.String(length=20), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_reason", sa.String(length=300), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removed_reason = '')", name=op.f("ck_risk_removed_risk_has_a_reason")
        ),
        sa.CheckConstraint(
            "condition_answer IS NULL OR condition_answer <> 'does_not_apply' OR condition_reason <> ''",
            name=op.f("ck_risk_override_has_a_reason"),
        ),
        sa.CheckConstraint(
            "direct_grade IS NULL OR direct_reason <> ''", name=op.f("ck_risk_direct_judgement_has_a_reason")
        ),
        sa.CheckConstraint(
            "grade IN ('major', 'larger', 'general', 'low')", name=op.f("ck_risk_grade_is_one_of_four")
        ),
        sa.CheckConstraint("name <> ''", name=op.f("ck_risk_risk_has_a_name")),
        sa.CheckConstraint(
            "condition_answer IS NULL OR catalogue_code IS NOT NULL",
            name=op.f("ck_risk_condition_is_of_a_catalogue_row"),
        ),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_risk_enterprise_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk")),
        sa.UniqueConstraint("enterprise_id", "id", name=op.f("uq_risk_enterprise_id_id")),
        sa.UniqueConstraint("enterprise_id", "number", name=op.f("uq_risk_enterprise_id_number")),
        sa.UniqueConstraint("key", name=op.f("uq_risk_key")),
    )
    op.create_index(op.f("ix_risk_enterprise_id"), "risk", ["enterprise_id"], unique=False)
    op.create_index(op.f("ix_risk_region_path"), "risk", ["region_path"], unique=False)
    op.create_table(
        "zero_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.String(length=32), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.String(length=60), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_zero_answer_enterprise_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zero_answer")),
        sa.UniqueConstraint("enterprise_id", "code", name=op.f("uq_zero_answer_enterprise_id_code")),
        sa.UniqueConstraint("key", name=op.f("uq_zero_answer_key")),
    )
    op.create_index(op.f("ix_zero_answer_enterprise_id"), "zero_answer", ["enterprise_id"], unique=False)
    op.create_index(op.f("ix_zero_answer_region_path"), "zero_answer", ["region_path"], unique=False)
    op.create_table(
        "control",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("risk_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("level", sa.String(length=32), nullable=False),
        sa.Column("department", sa.String(length=60), nullable=False),
        sa.Column("person", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("frequency", sa.String(length=32), nullable=True),
        sa.Column("next_check_on", sa.Date(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_control_control_says_what")),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "risk_id"],
            ["risk.enterprise_id", "risk.id"],
            name=op.f("fk_control_enterprise_id_risk_id"),
        ),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_control_enterprise_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_control")),
        sa.UniqueConstraint("enterprise_id", "id", name=op.f("uq_control_enterprise_id_id")),
        sa.UniqueConstraint("key", name=op.f("uq_control_key")),
    )
    op.create_index(op.f("ix_control_enterprise_id"), "control", ["enterprise_id"], unique=False)
    op.create_index(op.f("ix_control_region_path"), "control", ["region_path"], unique=False)
    op.create_index(op.f("ix_control_risk_id"), "control", ["risk_id"], unique=False)
    op.create_table(
        "notice_reading",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_notice_reading_membership_id")
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_reading_notice_id")),
        sa.PrimaryKeyConstraint("notice_id", "membership_id", name=op.f("pk_notice_reading")),
    )
    op.create_table(
        "rectification_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("filing_key", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("inspected_on", sa.Date(), nullable=True),
        sa.Column("record", sa.String(length=60), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("item_count", sa.Integer(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("interim", sa.Text(), nullable=False),
        sa.Column("long_reason", sa.Text(), nullable=False),
        sa.Column("inspectors", sa.JSON(), nullable=False),
        sa.Column("contact", sa.String(length=80), nullable=False),
        sa.Column("prepared_by", sa.String(length=60), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revocation_reason", sa.Text(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name=op.f("fk_rectification_order_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_rectification_order_enterprise_id")
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_rectification_order_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_order")),
        sa.UniqueConstraint("key", name=op.f("uq_rectification_order_key")),
    )
    op.create_index(
        op.f("ix_rectification_order_authority_id"), "rectification_order", ["authority_id"], unique=False
    )
    op.create_index(
        op.f("ix_rectification_order_deadline"), "rectification_order", ["deadline"], unique=False
    )
    op.create_index(
        op.f("ix_rectification_order_enterprise_id"), "rectification_order", ["enterprise_id"], unique=False
    )
    op.create_index(
        op.f("ix_rectification_order_region_path"), "rectification_order", ["region_path"], unique=False
    )
    op.create_index(op.f("ix_rectification_order_state"), "rectification_order", ["state"], unique=False)
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("filing_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("snapshot_json", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("declared_by", sa.String(length=60), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("declaration", sa.Text(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_revision_enterprise_id")),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("fk_revision_filing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("filing_id", "number", name=op.f("uq_revision_filing_id_number")),
        sa.UniqueConstraint("key", name=op.f("uq_revision_key")),
    )
    op.create_index(op.f("ix_revision_enterprise_id"), "revision", ["enterprise_id"], unique=False)
    op.create_index(op.f("ix_revision_filing_id"), "revision", ["filing_id"], unique=False)
    op.create_index(op.f("ix_revision_region_path"), "revision", ["region_path"], unique=False)
    op.create_table(
        "row_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("filing_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("row_digest", sa.String(length=64), nullable=False),
        sa.Column("checked_by", sa.String(length=60), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.id"], name=op.f("fk_row_check_enterprise_id")
        ),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("fk_row_check_filing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_row_check")),
        sa.UniqueConstraint("filing_id", "path", name=op.f("uq_row_check_filing_id_path")),
    )
    op.create_index(op.f("ix_row_check_enterprise_id"), "row_check", ["enterprise_id"], unique=False)
    op.create_index(op.f("ix_row_check_region_path"), "row_check", ["region_path"], unique=False)
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["membership_id"], ["membership.id"], name=op.f("fk_sign_in_membership_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("key", name=op.f("uq_sign_in_key")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_sign_in_token_digest")),
    )
    op.create_index(op.f("ix_sign_in_person_id"), "sign_in", ["person_id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("control_id", sa.Integer(), nullable=False),
        sa.Column("file_key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("content_type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=60), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_evidence_evidence_is_not_empty")),
        sa.ForeignKeyConstraint(
            ["enterprise_id", "control_id"],
            ["control.enterprise_id", "control.id"],
            name=op.f("fk_evidence_enterprise_id_control_id"),
        ),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_evidence_enterprise_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("key", name=op.f("uq_evidence_key")),
    )
    op.create_index(op.f("ix_evidence_control_id"), "evidence", ["control_id"], unique=False)
    op.create_index(op.f("ix_evidence_enterprise_id"), "evidence", ["enterprise_id"], unique=False)
    op.create_index(op.f("ix_evidence_region_path"), "evidence", ["region_path"], unique=False)
    op.create_table(
        "remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("filing_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("reason_code", sa.String(length=8), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=60), nullable=False),
        sa.Column("author_membership_id", sa.Integer(), nullable=False),
        sa.Column("authority", sa.String(length=120), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("region_path", region_path(64), nullable=False),
        sa.ForeignKeyConstraint(["enterprise_id"], ["enterprise.id"], name=op.f("fk_remark_enterprise_id")),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("fk_remark_filing_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_remark_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
        sa.UniqueConstraint("key", name=op.f("uq_remark_key")),
    )
    op.create_index(op.f("ix_remark_enterprise_id"), "remark", ["enterprise_id"], unique=False)
    op.create_index(op.f("ix_remark_filing_id"), "remark", ["filing_id"], unique=False)
    op.create_index(op.f("ix_remark_region_path"), "remark", ["region_path"], unique=False)
    op.create_index(op.f("ix_remark_sent_at"), "remark", ["sent_at"], unique=False)


def downgrade() -> None:
    """Drop every table."""
    for name in TABLES:
        op.drop_table(name)
