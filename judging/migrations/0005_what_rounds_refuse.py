"""What the database refuses about rounds, and decisions about them that stay as they were made."""

from django.db import migrations, models

from accounts.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("judging", "0004_quorum_of_screenings")]

    operations = [
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "screening"), ("quorum__gte", 1), ("quorum__isnull", False)),
                    models.Q(
                        models.Q(("kind", "screening"), _negated=True), ("quorum__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="judging_round_quorum_for_screening",
                violation_error_message="A screening needs a quorum, other rounds have none.",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("quorum__isnull", True),
                    ("reviews_per_entry__isnull", True),
                    ("quorum__lte", models.F("reviews_per_entry")),
                    _connector="OR",
                ),
                name="judging_round_quorum_within_reviews",
                violation_error_message="The quorum is more than the reviews for each entry.",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("advance_count__isnull", True),
                    ("advance_cutoff__isnull", True),
                    _connector="OR",
                ),
                name="judging_round_one_way_to_advance",
                violation_error_message="Choose a number or a cut-off, not both.",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("advance_cutoff__isnull", True),
                    models.Q(
                        ("advance_cutoff__gte", 0),
                        ("advance_cutoff__lte", 100),
                        ("kind", "scoring"),
                    ),
                    _connector="OR",
                ),
                name="judging_round_cutoff_in_range",
                violation_error_message="A cut-off is between 0 and 100, and only for rounds that give points.",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("comparisons_per_judge__isnull", True), ("kind", "pairwise"), _connector="OR"
                ),
                name="judging_round_comparisons_of_pairs",
                violation_error_message="Only a round of pairs has a number of comparisons.",
            ),
        ),
        append_only("judging_roundoutcome"),
        # A closing may be taken back once, and stays as it is after that.
        append_only("judging_roundclosing", when="OLD.reopened_at IS NOT NULL"),
        append_only("judging_comparison", when="OLD.undone_at IS NOT NULL"),
    ]
