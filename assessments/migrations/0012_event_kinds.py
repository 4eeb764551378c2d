
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0011_events_are_never_changed'),
    ]

    operations = [
        migrations.AlterField(
            model_name='event',
            name='kind',
            field=models.CharField(choices=[('signed_in', 'Signed In'), ('member_invited', 'Member Invited'), ('member_joined', 'Member Joined'), ('member_left', 'Member Left'), ('member_removed', 'Member Removed'), ('role_changed', 'Role Changed'), ('owner_appointed', 'Owner Appointed'), ('invitation_sent_again', 'Invitation Sent Again'), ('invitation_withdrawn', 'Invitation Withdrawn'), ('invitation_declined', 'Invitation Declined'), ('join_declined', 'Join Declined'), ('organisation_founded', 'Organisation Founded'), ('organisation_renamed', 'Organisation Renamed'), ('enterprise_created', 'Enterprise Created'), ('enterprise_changed', 'Enterprise Changed'), ('enterprise_handed_over', 'Enterprise Handed Over'), ('enterprise_erased', 'Enterprise Erased'), ('consultancy_invited', 'Consultancy Invited'), ('access_asked', 'Access Asked'), ('hand_over_offered', 'Hand Over Offered'), ('grant_given', 'Grant Given'), ('grant_changed', 'Grant Changed'), ('grant_revoked', 'Grant Revoked'), ('assessment_started', 'Assessment Started'), ('assessment_assigned', 'Assessment Assigned'), ('assignment_withdrawn', 'Assignment Withdrawn'), ('collection_opened', 'Collection Opened'), ('collection_closed', 'Collection Closed'), ('responses_finished', 'Responses Finished'), ('answer_agreed', 'Answer Agreed'), ('commented', 'Commented'), ('comment_deleted', 'Comment Deleted'), ('assessment_submitted', 'Assessment Submitted'), ('report_requested', 'Report Requested'), ('report_downloaded', 'Report Downloaded'), ('read_under_grant', 'Read Under Grant'), ('export_requested', 'Export Requested'), ('export_downloaded', 'Export Downloaded'), ('log_exported', 'Log Exported'), ('questionnaire_published', 'Questionnaire Published'), ('questionnaire_retired', 'Questionnaire Retired'), ('release_begun', 'Release Begun'), ('release_imported', 'Release Imported'), ('release_submitted', 'Release Submitted'), ('release_returned', 'Release Returned'), ('release_published', 'Release Published'), ('release_withdrawn', 'Release Withdrawn'), ('release_discarded', 'Release Discarded'), ('pool_consent_given', 'Pool Consent Given'), ('pool_consent_withdrawn', 'Pool Consent Withdrawn'), ('pool_release_withdrawn', 'Pool Release Withdrawn')], max_length=30),
        ),
    ]
