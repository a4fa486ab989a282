"""The sentences with which a step of a press release is refused."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.refusal import Refused


class PressRefused(Refused):
    """A step of a press release was refused; nothing was written.

    `is_…`: the state that the release is in, which does not allow the step.
    """

    messages: dict[str, str | Promise] = {
        "is_draft": _("This press release is not published. Nothing was changed."),
        "is_published": _("This press release is published already. Nothing was changed."),
        "is_withdrawn": _("This press release was withdrawn. Nothing was changed."),
        "is_put_away": _("This draft was put away. Nothing was changed."),
        "begun_already": _("A press release for this occasion is begun already. Go on with it."),
        "no_such_occasion": _("A press release is for the launch or for the results."),
        "cancelled": _("The campaign is cancelled: there is nothing to tell the press any more."),
        "not_published": _("The campaign is a draft. Publish it first."),
        "not_closed": _("The campaign still takes entries. Its results are told after its close."),
        "not_announced": _(
            "The winners are not announced yet. This press release can be published once they are."
        ),
        "published_already": _(
            "A press release for this occasion is public already. Withdraw it first."
        ),
        "no_such_language": _("One of these languages is not a language of this site."),
        "too_long": _("A headline has at most %(title)s letters and a text at most %(body)s."),
        "text_missing": _(
            "Headline and text are still missing in a language of the campaign: %(languages)s."
        ),
        "changed": _(
            "Somebody has changed the press release since you looked at it. Nothing was "
            "published: read it again."
        ),
        "winners_changed": _(
            "The announced winners are not the ones of which this text was made. Make it anew, or "
            "compare the text with the announcement and say that you did."
        ),
        "no_reason": _("Say why it is withdrawn. The reason is kept."),
    }
