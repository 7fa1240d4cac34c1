"""Descriptions, blocks and links in place of joining keys; doubts and rulings. Every row stays as it was."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0001_initial'),
        ('members', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Block',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Description',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('rules', models.BigIntegerField(db_index=True)),
                ('alike', models.BooleanField()),
                ('portrait', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='Doubt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('one_description', models.BigIntegerField()),
                ('other_description', models.BigIntegerField()),
                ('score', models.FloatField()),
                ('reason', models.CharField(max_length=14)),
                ('script', models.CharField(max_length=5)),
                ('state', models.CharField(max_length=8)),
                ('opened_at', models.DateTimeField()),
                ('decided_by', models.CharField(blank=True, max_length=32)),
                ('decided_at', models.DateTimeField(null=True)),
                ('why', models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(max_length=4)),
                ('score', models.FloatField()),
            ],
        ),
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=6)),
                ('cause', models.CharField(max_length=8)),
                ('by', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Ruling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('one_local_id', models.CharField(max_length=120)),
                ('other_local_id', models.CharField(max_length=120)),
                ('verdict', models.CharField(max_length=5)),
                ('person', models.CharField(blank=True, max_length=32)),
                ('decided_at', models.DateTimeField()),
                ('why', models.CharField(blank=True, max_length=500)),
                ('undone_at', models.DateTimeField(null=True)),
                ('undone_by', models.CharField(blank=True, max_length=32)),
                ('undone_why', models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.RemoveIndex(
            model_name='facts',
            name='facts_edition',
        ),
        migrations.AddField(
            model_name='facts',
            name='alone',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='block',
            name='description',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.description'),
        ),
        migrations.AddField(
            model_name='facts',
            name='description',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.description'),
        ),
        migrations.AddIndex(
            model_name='facts',
            index=models.Index(fields=['rules'], name='facts_rules'),
        ),
        migrations.AddIndex(
            model_name='facts',
            index=models.Index(fields=['edition', 'library', 'local_id', 'work_key', 'record'], name='facts_edition'),
        ),
        migrations.AddIndex(
            model_name='facts',
            index=models.Index(fields=['description', 'alone', 'edition', 'library', 'record'], name='facts_description'),
        ),
        migrations.AddField(
            model_name='doubt',
            name='one',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.record'),
        ),
        migrations.AddField(
            model_name='doubt',
            name='one_edition',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.edition'),
        ),
        migrations.AddField(
            model_name='doubt',
            name='other',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.record'),
        ),
        migrations.AddField(
            model_name='doubt',
            name='other_edition',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.edition'),
        ),
        migrations.AddField(
            model_name='link',
            name='one',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.description'),
        ),
        migrations.AddField(
            model_name='link',
            name='other',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.description'),
        ),
        migrations.AddField(
            model_name='passage',
            name='edition',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.edition'),
        ),
        migrations.AddField(
            model_name='passage',
            name='other',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.edition'),
        ),
        migrations.AddField(
            model_name='ruling',
            name='one_source',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.source'),
        ),
        migrations.AddField(
            model_name='ruling',
            name='other_source',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.source'),
        ),
        migrations.AddField(
            model_name='doubt',
            name='ruling',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.ruling'),
        ),
        # The table of joining keys stays, unused, until the release after this one: the code of the last
        # release must be able to run on this schema.
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name='Key')]),
        migrations.AddConstraint(
            model_name='block',
            constraint=models.UniqueConstraint(fields=('value', 'description'), name='one_block_each'),
        ),
        migrations.AddConstraint(
            model_name='link',
            constraint=models.UniqueConstraint(fields=('one', 'other'), name='one_link_each'),
        ),
        migrations.AddConstraint(
            model_name='link',
            constraint=models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='link_in_order'),
        ),
        migrations.AddIndex(
            model_name='ruling',
            index=models.Index(fields=['one_source', 'one_local_id'], name='ruling_one'),
        ),
        migrations.AddIndex(
            model_name='ruling',
            index=models.Index(fields=['other_source', 'other_local_id'], name='ruling_other'),
        ),
        migrations.AddConstraint(
            model_name='ruling',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('one_source', 'one_local_id', 'other_source', 'other_local_id'), name='one_ruling_in_force'),
        ),
        migrations.AddIndex(
            model_name='doubt',
            index=models.Index(fields=['state', '-score'], name='doubt_queue'),
        ),
        migrations.AddIndex(
            model_name='doubt',
            index=models.Index(fields=['one_edition'], name='doubt_one'),
        ),
        migrations.AddIndex(
            model_name='doubt',
            index=models.Index(fields=['other_edition'], name='doubt_other'),
        ),
        migrations.AddIndex(
            model_name='doubt',
            index=models.Index(fields=['one_description', 'other_description'], name='doubt_pair'),
        ),
        migrations.AddConstraint(
            model_name='doubt',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['open', 'later'])), fields=('one_edition', 'other_edition'), name='one_doubt_a_pair'),
        ),
    ]
