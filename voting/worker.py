"""The worker thread of `serve`: does what is due and sends the outbox. No rule depends on its being on time."""

import smtplib
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

import structlog

from voting.config import MailSecurity, MailServer, Settings
from voting.db import Database
from voting.services import jobs, legal_text, notices, responses

log = structlog.get_logger()

PAUSE_SECONDS = 5.0

# What a job does. Each opens its own transactions, and may run twice without harm.
KINDS: Mapping[str, Callable[[Database, Mapping[str, Any]], None]] = {
    "purge_drafts": responses.purge_drafts_job,
    "read_text_file": legal_text.read_text_file_job,
}


class Worker(threading.Thread):
    """Runs until `stop` is called; a failure is logged and tried again, and never ends the thread."""

    def __init__(self, database: Database, settings: Settings) -> None:
        super().__init__(name="voting-worker", daemon=True)
        self.database = database
        self.settings = settings
        self._stopping = threading.Event()

    def run(self) -> None:
        """Work, pause, work."""
        while not self._stopping.is_set():
            try:
                busy = do_one_job(self.database) or send_mails(self.database, self.settings)
            except Exception:
                log.exception("worker round failed")
                busy = False
            if not busy:
                self._stopping.wait(PAUSE_SECONDS)

    def stop(self) -> None:
        """Finish what is under way and end."""
        self._stopping.set()


def do_one_job(database: Database) -> bool:
    """Do one job that is due; whether there was one."""
    with database.scratch() as (session, now):
        job = jobs.claim_job(session, now=now)
    if job is None:
        return False
    try:
        KINDS[job.kind](database, job.payload)
    except Exception as error:
        log.exception("job failed", kind=job.kind, job_id=job.id)
        with database.scratch() as (session, now):
            jobs.job_failed(session, now=now, job_id=job.id, error=type(error).__name__)
    else:
        with database.scratch() as (session, now):
            jobs.job_done(session, now=now, job_id=job.id)
    return True


def send_mails(database: Database, settings: Settings) -> bool:
    """Send what is due; whether there was anything. Without a mail server everything waits in the outbox."""
    if settings.mail_server is None:
        return False
    with database.scratch() as (session, now):
        due = notices.claim_messages(session, now=now)
    if not due:
        return False
    try:
        with _connected(settings.mail_server) as server:
            for message in due:
                _send_one(database, server, settings.mail_from, message)
    except (OSError, smtplib.SMTPException) as error:
        # The lease ends by itself, and the messages are tried again.
        log.warning("mail server unreachable", error=type(error).__name__)
    return True


def _send_one(database: Database, server: smtplib.SMTP, sender: str, message: notices.DueMessage) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, message.address, message.subject
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.body)
    try:
        server.send_message(mail)
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPException as refused:
        with database.scratch() as (session, now):
            notices.message_failed(session, now=now, message_id=message.id, error=type(refused).__name__)
    else:
        with database.scratch() as (session, now):
            notices.message_sent(session, now=now, message_id=message.id)


@contextmanager
def _connected(where: MailServer) -> Iterator[smtplib.SMTP]:
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if where.security is MailSecurity.TLS:
        server = smtplib.SMTP_SSL(where.host, where.port, timeout=30, context=context)
    else:
        server = smtplib.SMTP(where.host, where.port, timeout=30)
    with server:
        if where.security is MailSecurity.STARTTLS:
            server.starttls(context=context)
        if where.user:
            server.login(where.user, where.password)
        yield server
