"""The steps, in the order in which people take them. A new step is one file and one line here."""

from services.handover.model import Step
from services.handover.steps.announce import Announce
from services.handover.steps.assign_owner import AssignOwner
from services.handover.steps.close_deal import CloseDeal
from services.handover.steps.create_license import CreateLicense
from services.handover.steps.deliver_license import DeliverLicense
from services.handover.steps.invoice import Invoice
from services.handover.steps.rename_channel import RenameChannel
from services.handover.steps.schedule_checkin import ScheduleCheckin
from services.handover.steps.sources_of_truth import SourcesOfTruth
from services.handover.steps.start import Start
from services.handover.steps.success_plan import SuccessPlan
from services.handover.steps.update_sheet import UpdateSheet
from services.handover.steps.welcome_email import WelcomeEmail

STEPS: tuple[Step, ...] = (
    Start(),
    Announce(),
    WelcomeEmail(),
    CloseDeal(),
    AssignOwner(),
    RenameChannel(),
    CreateLicense(),
    DeliverLicense(),
    ScheduleCheckin(),
    SuccessPlan(),
    Invoice(),
    UpdateSheet(),
    SourcesOfTruth(),
)
