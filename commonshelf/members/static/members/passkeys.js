/* Shows what only a browser with passkeys can do, and says so in words when it did not work. */
(function () {
  document.addEventListener('DOMContentLoaded', function () {
    const able = Boolean(window.PublicKeyCredential)
    document.querySelectorAll('[data-passkey]').forEach(function (shown) { shown.hidden = !able })
    document.querySelectorAll('[data-no-passkey]').forEach(function (shown) { shown.hidden = able })
  })
  document.addEventListener('allauth.error', function (event) {
    event.preventDefault()
    document.querySelectorAll('[data-passkey-failed]').forEach(function (shown) {
      shown.hidden = false
      shown.focus()
    })
  })
})()
