"""Referrals and contacts: how they are told, and which of them a measure counts."""

ATTENDED = "attended"
ATTENDANCE = frozenset(
    {
        ATTENDED,
        "did_not_attend",
        "cancelled_by_patient",
        "cancelled_by_provider",
    }
)
"""What became of a contact that was arranged; late and not seen is not attended."""

INDIRECT = "indirect"
MECHANISMS = frozenset(
    {
        *("face_to_face", "telephone", "video", "telemedicine", "talk_type"),
        *("email", "text_message", "instant_message", "message_board", "chat_room"),
        *(INDIRECT, "other"),
    }
)
"""How a contact came about. Telemedicine was replaced by video in October 2021."""

SEEN_OR_ON_SCREEN = ("face_to_face", "video", "telemedicine")
"""What counts as a contact in NHS England's autism statistics."""

HEARD_OR_SEEN = ("face_to_face", "video", "telephone", "talk_type", "telemedicine")
"""What counts as a direct contact in its figures of young people's mental health."""

OUTCOMES = ("assessed", "diagnosed", "not_diagnosed")
"""Reasons for which a referral ends when the child has been told an outcome."""

NOT_SUBMITTED = "not_submitted"
"""Why a referral ended that its source no longer tells of, and never said had ended."""
