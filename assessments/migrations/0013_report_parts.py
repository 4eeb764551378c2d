"""Reports of several assessments, with options; batches, plans, links and branding.

Results and pool of a report belong to the questionnaire they are about, so they move to its part.
"""
import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def move_releases(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    report = apps.get_model("assessments", "Report")
    part = apps.get_model("assessments", "ReportAssessment")
    for row in report.objects.only("results_release_id", "pool_release_id").iterator():
        part.objects.filter(report=row).update(
            results_release=row.results_release_id, pool_release=row.pool_release_id
        )


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0012_event_kinds'),
    ]

    operations = [
        migrations.AddField(
            model_name='job',
            name='started_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='report',
            name='mail_when_done',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='report',
            name='options',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='report',
            name='earlier',
            field=models.ManyToManyField(blank=True, related_name='+', to='assessments.assessment'),
        ),
        migrations.AddField(
            model_name='reportassessment',
            name='pool_release',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='report_parts', to='assessments.poolrelease'),
        ),
        migrations.AddField(
            model_name='reportassessment',
            name='results_release',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='report_parts', to='assessments.release'),
        ),
        migrations.AlterField(
            model_name='event',
            name='kind',
            field=models.CharField(choices=[('signed_in', 'Signed In'), ('member_invited', 'Member Invited'), ('member_joined', 'Member Joined'), ('member_left', 'Member Left'), ('member_removed', 'Member Removed'), ('role_changed', 'Role Changed'), ('owner_appointed', 'Owner Appointed'), ('invitation_sent_again', 'Invitation Sent Again'), ('invitation_withdrawn', 'Invitation Withdrawn'), ('invitation_declined', 'Invitation Declined'), ('join_declined', 'Join Declined'), ('organisation_founded', 'Organisation Founded'), ('organisation_renamed', 'Organisation Renamed'), ('enterprise_created', 'Enterprise Created'), ('enterprise_changed', 'Enterprise Changed'), ('enterprise_handed_over', 'Enterprise Handed Over'), ('enterprise_erased', 'Enterprise Erased'), ('consultancy_invited', 'Consultancy Invited'), ('access_asked', 'Access Asked'), ('hand_over_offered', 'Hand Over Offered'), ('grant_given', 'Grant Given'), ('grant_changed', 'Grant Changed'), ('grant_revoked', 'Grant Revoked'), ('assessment_started', 'Assessment Started'), ('assessment_assigned', 'Assessment Assigned'), ('assignment_withdrawn', 'Assignment Withdrawn'), ('collection_opened', 'Collection Opened'), ('collection_closed', 'Collection Closed'), ('responses_finished', 'Responses Finished'), ('answer_agreed', 'Answer Agreed'), ('commented', 'Commented'), ('comment_deleted', 'Comment Deleted'), ('assessment_submitted', 'Assessment Submitted'), ('report_requested', 'Report Requested'), ('report_downloaded', 'Report Downloaded'), ('report_data_downloaded', 'Report Data Downloaded'), ('batch_requested', 'Batch Requested'), ('batch_downloaded', 'Batch Downloaded'), ('reissue_planned', 'Reissue Planned'), ('reissue_ended', 'Reissue Ended'), ('share_created', 'Share Created'), ('share_revoked', 'Share Revoked'), ('share_opened', 'Share Opened'), ('branding_changed', 'Branding Changed'), ('job_retried', 'Job Retried'), ('job_cancelled', 'Job Cancelled'), ('read_under_grant', 'Read Under Grant'), ('export_requested', 'Export Requested'), ('export_downloaded', 'Export Downloaded'), ('log_exported', 'Log Exported'), ('questionnaire_published', 'Questionnaire Published'), ('questionnaire_retired', 'Questionnaire Retired'), ('release_begun', 'Release Begun'), ('release_imported', 'Release Imported'), ('release_submitted', 'Release Submitted'), ('release_returned', 'Release Returned'), ('release_published', 'Release Published'), ('release_withdrawn', 'Release Withdrawn'), ('release_discarded', 'Release Discarded'), ('pool_consent_given', 'Pool Consent Given'), ('pool_consent_withdrawn', 'Pool Consent Withdrawn'), ('pool_release_withdrawn', 'Pool Release Withdrawn')], max_length=30),
        ),
        migrations.AlterField(
            model_name='job',
            name='kind',
            field=models.CharField(choices=[('report', 'Report'), ('import', 'Import'), ('pool_release', 'Pool release'), ('email', 'E-mail'), ('export', 'Export'), ('erasure', 'Erasure'), ('batch', 'Batch'), ('archive', 'Archive')], max_length=20),
        ),
        migrations.AlterField(
            model_name='job',
            name='state',
            field=models.CharField(choices=[('queued', 'Waiting'), ('running', 'Being made'), ('done', 'Ready'), ('failed', 'Failed'), ('paused', 'Paused'), ('cancelled', 'Cancelled')], default='queued', max_length=10),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(fields=['kind', 'state', '-finished_at'], name='assessments_kind_77e236_idx'),
        ),
        migrations.AlterField(
            model_name='report',
            name='sha256',
            field=models.CharField(blank=True, db_index=True, max_length=64),
        ),
        migrations.AlterField(
            model_name='reportassessment',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='assessments.report'),
        ),
        migrations.CreateModel(
            name='Branding',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('contact', models.CharField(blank=True, max_length=300)),
                ('colour', models.CharField(blank=True, max_length=7)),
                ('logo', models.BinaryField(blank=True)),
                ('logo_type', models.CharField(blank=True, choices=[('image/png', 'Png'), ('image/svg+xml', 'Svg')], max_length=20)),
                ('preface', models.TextField(blank=True)),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='brandings', to='assessments.organisation')),
                ('saved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-saved_at'],
            },
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('requested_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('language', models.CharField(choices=[('en', 'English'), ('zh-hans', '简体中文'), ('ja', '日本語')], max_length=10)),
                ('options', models.JSONField(blank=True, default=dict)),
                ('paused_at', models.DateTimeField(blank=True, null=True)),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('concluded_at', models.DateTimeField(blank=True, null=True)),
                ('is_announced', models.BooleanField(default=False)),
                ('file', models.CharField(blank=True, max_length=200)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('size', models.PositiveBigIntegerField(blank=True, null=True)),
                ('archive', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='archived_batch', to='assessments.job')),
                ('job', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='batch', to='assessments.job')),
                ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='batches', to=settings.AUTH_USER_MODEL)),
                ('branding', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='assessments.branding')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('concluded_at__isnull', True)), fields=['job'], name='batch_open')],
            },
        ),
        migrations.AddField(
            model_name='report',
            name='branding',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to='assessments.branding'),
        ),
        migrations.CreateModel(
            name='Reissue',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('instrument', models.CharField(max_length=40)),
                ('language', models.CharField(choices=[('en', 'English'), ('zh-hans', '简体中文'), ('ja', '日本語')], max_length=10)),
                ('options', models.JSONField(blank=True, default=dict)),
                ('every_months', models.PositiveSmallIntegerField()),
                ('first_on', models.DateField()),
                ('next_on', models.DateField()),
                ('requested_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('error', models.JSONField(blank=True, null=True)),
                ('is_announced', models.BooleanField(default=True)),
                ('branding', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='assessments.branding')),
                ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reissues', to='assessments.enterprise')),
                ('last_report', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='assessments.report')),
                ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('is_announced', False)), fields=['last_report'], name='reissue_unannounced')],
            },
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('label', models.CharField(blank=True, max_length=200)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('password', models.CharField(blank=True, max_length=128)),
                ('until', models.DateField()),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('views', models.PositiveIntegerField(default=0)),
                ('last_viewed_at', models.DateTimeField(blank=True, null=True)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='assessments.report')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BatchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('error', models.JSONField(blank=True, null=True)),
                ('is_archived', models.BooleanField(default=False)),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='assessments.assessment')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='assessments.batch')),
                ('report', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='batch_entries', to='assessments.report')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('batch', 'assessment'), name='batch_entry_once')],
            },
        ),
        migrations.AddIndex(
            model_name='branding',
            index=models.Index(fields=['organisation', '-saved_at'], name='assessments_organis_f3bcfc_idx'),
        ),
        migrations.RunPython(move_releases, migrations.RunPython.noop),
    ]
