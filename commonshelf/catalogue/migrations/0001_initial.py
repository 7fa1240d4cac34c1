"""The first shape of the catalogue's rows."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('members', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Work',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, unique=True)),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('library', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.library')),
                ('code', models.CharField(default='main', max_length=40)),
                ('syntax', models.CharField(blank=True, max_length=12)),
                ('charset', models.CharField(blank=True, max_length=20)),
                ('local_id', models.CharField(default='001', max_length=10)),
                ('holdings', models.JSONField(default=dict)),
                ('columns', models.JSONField(default=dict)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('library', 'code'), name='one_source_code')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('work', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.work')),
                ('stamp', models.BigIntegerField(unique=True)),
                ('merged_into', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.edition')),
                ('gone_at', models.DateTimeField(null=True)),
                ('founder', models.PositiveBigIntegerField(db_index=True)),
                ('said', models.TextField(blank=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('gone_at__isnull', True), ('merged_into__isnull', True)), fields=['id'], name='edition_living'), models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='edition_merged')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Load',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.source')),
                ('library', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.library')),
                ('person', models.CharField(blank=True, max_length=32)),
                ('files', models.JSONField()),
                ('rules', models.JSONField(default=dict)),
                ('state', models.CharField(max_length=12)),
                ('dry_run', models.BooleanField(default=False)),
                ('full', models.BooleanField(default=False)),
                ('sure', models.BooleanField(default=False)),
                ('done_file', models.PositiveIntegerField(default=0)),
                ('done_bytes', models.BigIntegerField(default=0)),
                ('total_bytes', models.BigIntegerField(default=0)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('stop_asked', models.BooleanField(default=False)),
                ('read', models.PositiveIntegerField(default=0)),
                ('loaded', models.PositiveIntegerField(default=0)),
                ('unchanged', models.PositiveIntegerField(default=0)),
                ('rejected', models.PositiveIntegerField(default=0)),
                ('deleted', models.PositiveIntegerField(default=0)),
                ('seconds', models.FloatField(default=0)),
                ('origin', models.CharField(blank=True, max_length=300)),
                ('report', models.JSONField(default=dict)),
                ('refusal', models.JSONField(null=True)),
                ('created_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['waiting', 'running'])), fields=['state'], name='load_open')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Reject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('load', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.load')),
                ('library', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.library')),
                ('file', models.CharField(max_length=255)),
                ('offset', models.BigIntegerField()),
                ('reason', models.CharField(max_length=60)),
                ('facts', models.JSONField(default=dict)),
                ('raw', models.BinaryField()),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Record',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('library', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.library')),
                ('source', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.source')),
                ('kind', models.CharField(max_length=8)),
                ('local_id', models.CharField(max_length=120)),
                ('load_id', models.PositiveBigIntegerField()),
                ('received_at', models.DateTimeField()),
                ('deleted_at', models.DateTimeField(null=True)),
                ('digest', models.BinaryField(max_length=20)),
                ('syntax', models.CharField(max_length=12)),
                ('charset', models.CharField(max_length=20)),
                ('mended', models.CharField(blank=True, max_length=200)),
                ('raw', models.BinaryField()),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('deleted_at__isnull', True)), fields=['source', 'kind', 'load_id'], name='record_living')],
                'constraints': [models.UniqueConstraint(fields=('source', 'kind', 'local_id'), name='one_record_per_local_id')],
            },
        ),
        migrations.CreateModel(
            name='PastRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.record')),
                ('library', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.library')),
                ('load_id', models.PositiveBigIntegerField()),
                ('received_at', models.DateTimeField()),
                ('replaced_at', models.DateTimeField()),
                ('digest', models.BinaryField(max_length=20)),
                ('raw', models.BinaryField()),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Facts',
            fields=[
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='facts', serialize=False, to='catalogue.record')),
                ('library', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.library')),
                ('local_id', models.CharField(max_length=120)),
                ('edition', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.edition')),
                ('rules', models.PositiveSmallIntegerField()),
                ('work_key', models.CharField(max_length=200)),
                ('data', models.TextField()),
            ],
            options={
                'indexes': [models.Index(fields=['edition', 'work_key', 'library', 'local_id', 'record'], name='facts_edition')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Key',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.BigIntegerField()),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.record')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('value', 'record'), name='one_key_each')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('library', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.library')),
                ('record', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.record')),
                ('holding', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.record')),
                ('holding_of', models.CharField(blank=True, max_length=120)),
                ('branch', models.CharField(blank=True, max_length=40)),
                ('shelving_location', models.CharField(blank=True, max_length=120)),
                ('call_number', models.CharField(blank=True, max_length=120)),
                ('barcode', models.CharField(blank=True, max_length=60)),
                ('volume', models.CharField(blank=True, max_length=120)),
                ('copies', models.PositiveSmallIntegerField(default=1)),
                ('status', models.CharField(default='unknown', max_length=12)),
                ('loan_policy', models.CharField(blank=True, max_length=60)),
                ('url', models.TextField(blank=True)),
                ('as_of', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['record', 'branch', 'call_number', 'barcode', 'status'], name='item_record'), models.Index(condition=models.Q(('holding__isnull', False)), fields=['holding'], name='item_holding'), models.Index(condition=models.Q(('holding__isnull', False), ('record__isnull', True)), fields=['holding_of'], name='item_waiting')],
                'constraints': [],
            },
        ),
    ]
